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
        N_("the region's file has no party `{party}`"),
        N_("{suggestion}"),
        N_(
            "A party of an agreement is `municipality`, whose facts are in the municipality's own "
            "file, or a party under `parties` in `region.yaml`. A party without facts could "
            "neither be named nor sign."
        ),
    )
