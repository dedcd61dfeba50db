"""Changes as text, Markdown, a web page or JSON, in Swedish; words are marked without colour."""

from __future__ import annotations

import json
import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Literal, get_args

from agreement_gen.document.tree import TrackedChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agreement_gen.changes.model import Changes, ReportedChange, Unread
    from agreement_gen.document.tree import Run, Runs

DiffFormat = Literal["text", "markdown", "html", "json"]
FORMATS: tuple[DiffFormat, ...] = get_args(DiffFormat)

_NONE = "Inga ändringar."


def report(changes: Changes, form: DiffFormat) -> str:
    """The changes in the form that a person or a machine reads; ends with a newline."""
    match form:
        case "text":
            return _text(changes)
        case "markdown":
            return _markdown(changes)
        case "html":
            return _html(changes)
        case "json":
            return _json(changes)


def headline(change: ReportedChange) -> str:
    """A change in one line, without whom it concerns: clause, label, values, note and cause."""
    place = " · ".join(part for part in (change.clause, change.label) if part)
    return f"{place}{_values(change)} [{change.cause.value}]"


def _values(change: ReportedChange) -> str:
    unit = f" {change.unit}" if change.unit else ""
    note = f" ({change.note})" if change.note else ""
    if change.before:
        return f": {change.before} → {change.after}{unit}{note}"
    return f": {change.after}{unit}{note}" if change.after else note


def reaches(change: ReportedChange, count: int) -> str:
    """Whose agreements a change reaches, and in whose words it is shown."""
    if not change.reach:
        return ""
    names = ", ".join(change.reach)
    number = len(change.reach)
    noun = "kommun" if number == 1 else "kommuner"
    every = "alla " if number == count and count > 1 else ""
    shown = f" (här med orden för {change.example})" if change.example else ""
    return f"Gäller {every}{number} {noun}: {names}{shown}"


def _title(changes: Changes) -> str:
    return f"Ändringar från {changes.old} till {changes.new}"


def _unread(fault: Unread) -> tuple[str, list[str]]:
    """A heading and the faults of a file that could not be read."""
    lines = [
        f"rad {p.location.line}: {p.message}" if p.location.line else p.message
        for p in fault.problems
    ]
    return f"{fault.file} går inte att läsa i {fault.state} och är inte jämförd", lines


def _by_subject(changes: Changes) -> Iterator[tuple[str, list[ReportedChange]]]:
    for subject, found in groupby(changes.changes, key=lambda change: change.subject):
        yield subject, list(found)


def _marked(line: Runs, inserted: Callable[[str], str], deleted: Callable[[str], str]) -> str:
    marks = {TrackedChange.INSERTED: inserted, TrackedChange.DELETED: deleted}
    return "".join(marks[run.change](run.text) if run.change else run.text for run in line)


def _text(changes: Changes) -> str:
    out = [_title(changes), ""]
    for fault in changes.unread:
        heading, lines = _unread(fault)
        out += [f"! {heading}", *(f"    {line}" for line in lines), ""]
    for subject, found in _by_subject(changes):
        for change in found:
            out.append(f"{subject} · {headline(change)}")
            out += [
                f"    {_marked(line, lambda t: f'{{+{t}+}}', lambda t: f'[-{t}-]')}"
                for line in change.lines
            ]
            if reach := reaches(change, changes.count):
                out.append(f"    {reach}")
        out.append("")
    if not changes:
        out.append(_NONE)
    return "\n".join(out).rstrip("\n") + "\n"


def _markdown(changes: Changes) -> str:
    out = [f"## {_plain(_title(changes))}", ""]
    for fault in changes.unread:
        heading, lines = _unread(fault)
        out += [f"> ⚠ {_plain(heading)}", *(f"> - {_plain(line)}" for line in lines), ""]
    for subject, found in _by_subject(changes):
        out += [f"### {_plain(subject)}", ""]
        for change in found:
            place = " · ".join(part for part in (change.clause, change.label) if part)
            values = _plain(_values(change))
            out.append(f"- **{_plain(place)}**{values} — _{change.cause.value}_")
            for line in change.lines:
                out += ["", f"  > {_markdown_line(line)}"]
            if reach := reaches(change, changes.count):
                out += ["", f"  {_plain(reach)}"]
            if change.lines or change.reach:
                out.append("")
        out.append("")
    if not changes:
        out.append(_NONE)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).rstrip("\n") + "\n"


def _plain(text: str) -> str:
    """Text in which Markdown finds nothing to read."""
    text = re.sub(r"([\\`*_{}\[\]<>#|~@])", r"\\\1", text)
    return re.sub(r"^(\s*)([-+]|\d+[.)])(?=\s)", r"\1\\\2", text)


def _markdown_line(line: Runs) -> str:
    texts = [run.text for run in line]
    out = []
    for number, run in enumerate(line):
        if run.change is None:
            out.append(_plain(run.text))
            continue
        before = texts[number - 1][-1:] if number else ""
        after = texts[number + 1][:1] if number + 1 < len(texts) else ""
        tag, sign = ("ins", "**") if run.change is TrackedChange.INSERTED else ("del", "~~")
        core = run.text.strip()
        start, _, end = run.text.partition(core) if core else ("", "", "")
        # Signs beside a letter or round a mark of punctuation are no emphasis to Markdown.
        clear_start = core[:1].isalnum() or bool(start) or not before.strip()
        clear_end = core[-1:].isalnum() or bool(end) or not after.strip()
        if core and clear_start and clear_end:
            out.append(f"{start}{sign}{_plain(core)}{sign}{end}")
        else:
            out.append(f"<{tag}>{_plain(run.text)}</{tag}>")
    return "".join(out)


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}"
    "ins{font-weight:600;text-decoration:underline;background:#e2f2e5}"
    "del{text-decoration:line-through;background:#fbe5e2}"
    ".cause{border:1px solid;border-radius:.2rem;padding:0 .3rem;font-size:.85rem}"
    ".words{border-left:.2rem solid #767676;margin:.3rem 0;padding-left:.8rem}"
)


def _html(changes: Changes) -> str:
    title = escape(_title(changes))
    out = [
        '<!DOCTYPE html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
    ]
    for fault in changes.unread:
        heading, lines = _unread(fault)
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        out.append(f'<section role="alert"><h2>{escape(heading)}</h2><ul>{items}</ul></section>')
    for subject, found in _by_subject(changes):
        out.append(f"<section>\n<h2>{escape(subject)}</h2>\n<ul>")
        out += [f"<li>{_html_change(change, changes.count)}</li>" for change in found]
        out.append("</ul>\n</section>")
    if not changes:
        out.append(f"<p>{_NONE}</p>")
    return "\n".join([*out, "</body>\n</html>"]) + "\n"


def _html_change(change: ReportedChange, count: int) -> str:
    place = " · ".join(part for part in (change.clause, change.label) if part)
    words = "".join(
        f'<p class="words">{"".join(map(_html_run, line))}</p>' for line in change.lines
    )
    reach = reaches(change, count)
    return (
        f"<b>{escape(place)}</b>{escape(_values(change))} "
        f'<span class="cause">{change.cause.value}</span>{words}'
        f"{f'<p>{escape(reach)}</p>' if reach else ''}"
    )


def _html_run(run: Run) -> str:
    text = escape(run.text)
    return f"<{run.change.value}>{text}</{run.change.value}>" if run.change else text


def _json(changes: Changes) -> str:
    whole = {
        "from": changes.old,
        "to": changes.new,
        "changes": [
            {
                "kind": change.kind,
                "subject": change.subject,
                "clause": change.clause,
                "label": change.label,
                "cause": change.cause.name.lower(),
                "before": change.before,
                "after": change.after,
                "unit": change.unit,
                "note": change.note,
                "lines": [
                    [
                        {"text": run.text, "change": run.change.value if run.change else None}
                        for run in line
                    ]
                    for line in change.lines
                ],
                "reach": list(change.reach),
                "example": change.example,
            }
            for change in changes.changes
        ],
        "unread": [
            {
                "state": fault.state,
                "file": fault.file,
                "problems": [
                    {"line": p.location.line, "column": p.location.column, "message": p.message}
                    for p in fault.problems
                ],
            }
            for fault in changes.unread
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
