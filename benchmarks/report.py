"""What was measured, as the text of RESULTS.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """A task's medians in seconds by contender, with the fastest and the slowest round."""

    task: str
    rounds: int
    medians: dict[str, float]
    spans: dict[str, tuple[float, float]]


def report(measured: dict[str, Measured], machine: list[str], counties: int) -> str:
    """The whole report; ``machine`` are lines about where it was measured."""
    parts = [
        "# Whole runs, measured",
        _METHOD,
        "```\nmake bench\n```",
        "\n".join(f"- {line}" for line in machine),
        "## 13 municipalities, PDF and Word",
        _table(measured["build-few"], reference=True),
        "## 290 municipalities, PDF and Word",
        _NATION.format(counties=counties),
        _table(measured["build-many"], reference=True),
        "## The small commands",
        _table(measured["small"], reference=False),
        _COMMENT,
    ]
    return "\n\n".join(parts) + "\n"


def _table(measured: Measured, *, reference: bool) -> str:
    rounds = "1 round" if measured.rounds == 1 else f"median of {measured.rounds} rounds"
    head = ["", f"seconds, {rounds}", "fastest – slowest", *(["ratio"] if reference else [])]
    base = next(iter(measured.medians.values()))
    rows = []
    for name, seconds in measured.medians.items():
        low, high = measured.spans[name]
        row = [name, f"{seconds:.2f}", f"{low:.2f} – {high:.2f}"]
        rows.append([*row, f"{seconds / base:.2f}"] if reference else row)
    rule = ["---", *(["---:"] * (len(head) - 1))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


_METHOD = """\
Whole commands from a cold start to the last file, wall-clock time. Each round runs all contenders
one after the other. A ratio is a contender's median divided by the median of `agreement-gen` in
the same rounds: above 1 is slower than this program."""

_NATION = """\
Invented municipalities in {counties} counties, because a county has its own workspace and its own
table. This program is therefore started {counties} times, once for each; the alternatives are
started once for all 290. LibreOffice gets the files in calls of 100: given all 290 at once,
version 7.4 wrote 247 of them, reported nothing and exited with status 0."""

_COMMENT = """\
## What the numbers do not say

All contenders write the same headings, paragraphs, list items, tables and signature lines; the
benchmark reads the alternatives' Word and PDF files and stops if a text is missing or out of its
place. They do not do the same work, and that is to the alternatives' advantage:

- They start from finished text. This program also reads and checks the YAML files, composes the
  text from the clauses, and sees what is missing.
- **docxtpl + LibreOffice** writes a PDF without tags that is neither PDF/A nor PDF/UA, in the fonts
  that the machine happens to have. (LibreOffice can write both on request, which takes longer.)
  Numbers of lists are typed text. Nobody reads the files back, and two runs give different bytes.
- **WeasyPrint + python-docx** draws each agreement twice, by two pieces of code that know nothing
  of each other: nothing but care keeps Word and PDF the same. The PDF has no tags and is no
  PDF/A; numbers of lists are typed text, a table's heading does not repeat in Word, the fonts are
  those of the machine, and two runs give different bytes.
- **agreement-gen** writes PDF/A-2a and PDF/UA-1 in one file, real numbering, styles and table
  headings in Word, refuses any warning of the renderer, and reads each PDF and Word file back,
  character by character, against the document before it publishes anything. A second run builds
  only the agreements that have changed, which is the last of the small commands.

The style differs, so page counts do too. LibreOffice keeps its folder of settings between the
rounds, as on a person's machine. The plain loop uses one process, as people write it: compare it
with `--jobs 1` for the work done, and with the default for the time waited."""
