"""Makes workspaces of invented municipalities, for measuring at the scale of a whole country."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from typing import TYPE_CHECKING, Any

import yaml

from agreement_gen.workspace.reader import slug

if TYPE_CHECKING:
    from pathlib import Path

COUNTIES = 21
"""As many as there are in Sweden; a county's table then has 13 or 14 rows, as the real one has."""

COUNTY_CODE = "99"
"""No county has it: the municipalities are invented."""

GROUP_SIZE = 5
EDITION = dt.date(2020, 12, 22)
COLUMNS = ("annual_amount_sek", "hours_per_week", "admin_hours", "coach_hours")
SENTENCES = (
    "Den lokala styrgruppen sammanträder fyra gånger per år.",
    "Kultur- och fritidsförvaltningen är sammankallande.",
    "Kommunen informerar om Hälsocenter på sin webbplats och i föreningsguiden.",
    "Lokalerna är tillgängliga för personer med funktionsnedsättning.",
    "Ett samtalsrum och en gruppsal kan bokas på vardagar kl. 8–19.",
    "Kommunen står för hyra, städning och inventarier.",
    "En verksamhetsledare avsätts på 20 procent av heltid.",
    "Föreningar och studieförbund bjuds in till en gemensam planeringsdag varje år.",
    "Arbetet följs upp varje höst och redovisas för den ansvariga nämnden.",
    "Hälsocoachen har sin närmaste chef i förvaltningen.",
)


def generate(source: Path, target: Path, count: int) -> tuple[Path, ...]:
    """Write a workspace for each county, with ``count`` municipalities in all.

    Each has the standard of ``source``. The municipalities' texts, amounts and seats differ; the
    published sums are those of the rows. The same arguments give the same files.
    """
    draw = random.Random(count)
    folders = []
    for county in range(1, COUNTIES + 1):
        size = len(range(county - 1, count, COUNTIES))
        folders.append(target / f"lan-{county:02}")
        _county(source, folders[-1], [_municipality(draw, county, n) for n in range(1, size + 1)])
    return tuple(folders)


def _county(source: Path, folder: Path, rows: list[dict[str, Any]]) -> None:
    shutil.copytree(source / "templates", folder / "templates")
    (folder / "municipalities").mkdir()
    for row in rows:
        _write(folder / "municipalities" / f"{slug(row['municipality'])}.yaml", row)
    region = yaml.safe_load((source / "region.yaml").read_text(encoding="utf-8"))
    region["county_code"] = COUNTY_CODE
    _write(folder / "region.yaml", region)
    funding_file = folder / "templates" / "halsocenter" / "funding.yaml"
    funding = yaml.safe_load(funding_file.read_text(encoding="utf-8"))
    total = _sums(rows)
    funding |= {
        "set_aside_sek": total["annual_amount_sek"],
        "groups": [
            {
                "name": name,
                "sum_title": f"Summa {name}",
                "published": _sums([row for row in rows if row["group"] == name]),
            }
            for name in sorted({row["group"] for row in rows})
        ],
        "total": {"title": "Totalsumma", "published": total},
        "accepted_differences": [],
    }
    _write(funding_file, funding)


def _municipality(draw: random.Random, county: int, number: int) -> dict[str, Any]:
    admin, coach = draw.randint(1, 9), draw.randint(5, 40)
    name = f"Provkommun {county}-{number}"
    return {
        "municipality": name,
        "legal_name": f"{name} kommun",
        "code": f"{COUNTY_CODE}{number:02}",
        "group": f"Grupp {(number - 1) // GROUP_SIZE + 1}",
        "agreement": "halsocenter",
        "edition": EDITION,
        "funding": {
            "annual_amount_sek": 1000 * draw.randint(90, 900),
            "hours_per_week": admin + coach,
            "admin_hours": admin,
            "coach_hours": coach,
        },
        "local_resources": {
            key: _text(draw)
            for key in ("steering", "marketing", "premises", "staff", "associations")
        },
        "steering_group": [
            {"role": role, "seat": f"Verksamhet {draw.randint(1, 99)}"}
            for role in ("kommun", "vardcentral", "folkhalsa", "invanare")
        ],
        "signatory": {"title": "Fritidschef", "name": None},
    }


def _text(draw: random.Random) -> str | None:
    """A local text: empty, a paragraph or two, or a paragraph and a list."""
    form = draw.randrange(4)
    if form == 0:
        return None
    paragraphs = [" ".join(draw.sample(SENTENCES, 2)) for _ in range(min(form, 2))]
    if form == 3:
        paragraphs.append("\n".join(f"- {sentence}" for sentence in draw.sample(SENTENCES, 3)))
    return "\n\n".join(paragraphs) + "\n"


def _sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {column: sum(row["funding"][column] for row in rows) for column in COLUMNS}


def _write(path: Path, data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8")
