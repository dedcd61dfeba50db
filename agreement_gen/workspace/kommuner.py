"""Sweden's 290 municipalities and 21 counties with their codes, from ``kommuner.csv``.

The codes are those of Statistics Sweden (SCB, *Län och kommuner i kodnummerordning*), public
reference data; this copy was made on 2026-11-24. A municipality's usual name is a suggestion: some
write *stad*, or their name otherwise.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

INVENTED_COUNTY = "99"
"""The county code of invented examples; SCB has given it to no county."""


@dataclass(frozen=True, slots=True)
class Kommun:
    """A municipality.

    Attributes:
        code: Its kommunkod, four digits; the first two are its county's code.
        name: Its name, ``Jönköping``.
        usual_name: The name that the party mostly uses, ``Jönköpings kommun``.
        county: Its county's name, ``Jönköpings län``.
    """

    code: str
    name: str
    usual_name: str
    county: str


@functools.cache
def kommuner() -> Mapping[str, Kommun]:
    """Every municipality by its kommunkod."""
    text = (files("agreement_gen.workspace") / "kommuner.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Kommun(row["code"], row["municipality"], row["usual_name"], row["county"])
        for row in csv.DictReader(text.splitlines())
    }


def kommun_named(name: str) -> Kommun | None:
    """The municipality with a name, in any case of letters; None if there is none."""
    folded = name.casefold()
    return next((one for one in kommuner().values() if one.name.casefold() == folded), None)
