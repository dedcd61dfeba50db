"""What is reported of the standard that an agreement follows, and of its parties."""

from __future__ import annotations

from agreement_gen.messages import N_
from agreement_gen.problems import ProblemCode


class AgreementCode(ProblemCode):
    """Problems of what an agreement refers to."""

    UNKNOWN_AGREEMENT = (
        "unknown-agreement",
        N_("there is no folder templates/{agreement} with a family.yaml"),
        N_("{suggestion}"),
        N_(
            "A municipality's file names under `agreement` the folder of the standard that it "
            "follows. Without its standard an agreement has no text."
        ),
    )
    UNKNOWN_PARTY = (
        "unknown-party",
        N_("no file has facts of the party `{party}`"),
        N_("{suggestion}"),
        N_(
            "A party of an agreement is `municipality`, whose facts are at the top of the "
            "agreement's file, or one under `parties` there or in `region.yaml`, or a file in "
            "`parties/`. A party without facts could neither be named nor sign."
        ),
    )
    NO_PARTY_FILE = (
        "no-party-file",
        N_("there is no file parties/{file}.yaml"),
        N_("{suggestion}"),
        N_("`file` names one of the files in `parties/`, without its ending."),
    )
    PARTY_WITHOUT_NAME = (
        "party-without-name",
        N_("the party `{party}` has no name"),
        N_("add `{key}:`"),
        N_("An agreement names each of its parties."),
    )
    PARTY_WITHOUT_CODE = (
        "party-without-code",
        N_("the party `{party}` is a municipality and has no kommunkod"),
        N_('add `code: "0000"` with its four digits'),
        N_("A municipality is known by its kommunkod (SCB, kommunkoder)."),
    )
    PARTY_OF_OTHER_KIND = (
        "party-of-other-kind",
        N_("the family wants the party `{party}` to be a {kind}"),
        N_("write `kind: {kind}`, or name another party"),
        N_("A family can say what kind each of its parties has to be."),
    )
    SIGNATORY_AND_SIGNATORIES = (
        "signatory-and-signatories",
        N_("a party has either `signatory` or `signatories`"),
        N_("move the one under `signatory` into the list"),
        N_("Several persons who sign for one party are listed under `signatories`, in order."),
    )
