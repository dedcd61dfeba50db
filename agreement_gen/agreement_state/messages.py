"""What is reported of an agreement's parties."""

from __future__ import annotations

from agreement_gen.messages import N_
from agreement_gen.problems import ProblemCode


class PartyCode(ProblemCode):
    """Problems of the parties that an agreement names."""

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
