"""Changes as text, Markdown, a web page or JSON; changed words are marked without colour."""

from __future__ import annotations

import json
import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, assert_never

from agreement_gen.changes import messages
from agreement_gen.changes.model import TextChange, ValueChange
from agreement_gen.characters import one_line
from agreement_gen.document.tree import TrackedChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agreement_gen.changes.model import Changes, ReportedChange, Unread
    from agreement_gen.document.tree import Run, Runs

_LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
DiffFormat = Literal["text", "markdown", "html", "json"]


def report(changes: Changes, output_format: DiffFormat) -> str:
    """The changes as a person or a machine reads them; ends with a newline."""
    match output_format:
        case "text":
            return _text(changes)
        case "markdown":
            return _markdown(changes)
        case "html":
            return _html(changes)
        case "json":
            return _json(changes)
        case _:
            assert_never(output_format)


def headline(change: ReportedChange) -> str:
    """A change in one line, without whom it concerns: clause, label, values, note and cause."""
    return f"{_location(change)}{_values(change)} [{change.cause}]"


def reaches(change: ReportedChange, count: int) -> str:
    """Whose of all ``count`` agreements a change reaches, and in whose words it is shown."""
    if not change.reach:
        return ""
    number = len(change.reach)
    template = messages.REACHES_ALL if number == count and count > 1 else messages.REACH
    reach = template(count=number, names=", ".join(change.reach))
    if isinstance(change, TextChange) and change.example:
        return str(messages.IN_WORDS_OF(reach=reach, municipality=change.example))
    return str(reach)


def _location(change: ReportedChange) -> str:
    return " · ".join(part for part in (change.clause, change.label) if part)


def _values(change: ReportedChange) -> str:
    """What follows the location in a headline: old and new value with unit, and the note."""
    note = f" ({change.note})" if change.note else ""
    match change:
        case ValueChange(before="", after=after):
            return f": {after}{_unit(change)}{note}"
        case ValueChange(before=before, after=after):
            return f": {before} → {after}{_unit(change)}{note}"
        case TextChange():
            return note
        case _:
            assert_never(change)


def _unit(change: ValueChange) -> str:
    return f" {change.unit}" if change.unit else ""


def _lines(change: ReportedChange) -> tuple[Runs, ...]:
    match change:
        case ValueChange():
            return ()
        case TextChange():
            return change.lines
        case _:
            assert_never(change)


def _title(changes: Changes) -> str:
    return str(messages.REPORT_TITLE(old=changes.old, new=changes.new))


def _unread(unread: Unread) -> tuple[str, list[str]]:
    """A heading and the problems of a file that could not be read."""
    heading = messages.UNREAD_FILE(file=unread.file, state=unread.state)
    problems = [
        str(messages.PROBLEM_ON_LINE(line=p.location.line, problem=p.message))
        if p.location.line
        else p.message
        for p in unread.problems
    ]
    return str(heading), problems


def _by_subject(changes: Changes) -> Iterator[tuple[str, list[ReportedChange]]]:
    for subject, found in groupby(changes.in_agreements, key=lambda change: change.subject):
        yield subject, list(found)


def _marked(line: Runs, inserted: Callable[[str], str], deleted: Callable[[str], str]) -> str:
    marks = {TrackedChange.INSERTED: inserted, TrackedChange.DELETED: deleted}
    return "".join(marks[run.change](run.text) if run.change else run.text for run in line)


def _text(changes: Changes) -> str:
    out = [one_line(_title(changes)), ""]
    for unread in changes.unread:
        heading, lines = _unread(unread)
        out += [one_line(f"! {heading}"), *(f"    {one_line(line)}" for line in lines), ""]
    for subject, found in _by_subject(changes):
        for change in found:
            out.append(one_line(f"{subject} · {headline(change)}"))
            for line in _lines(change):
                marked = _marked(line, lambda t: f"{{+{t}+}}", lambda t: f"[-{t}-]")
                out.append(f"    {one_line(marked)}")
            if reach := reaches(change, changes.count):
                out.append(f"    {one_line(reach)}")
        out.append("")
    if not changes:
        out.append(str(messages.NO_CHANGES()))
    if changes.bookkeeping:
        out.append(one_line(_bookkeeping(changes)))
    return "\n".join(out).rstrip("\n") + "\n"


def _bookkeeping(changes: Changes) -> str:
    """One line for all that is in the files alone, by whose it is and what."""
    names = [
        ": ".join(part for part in (change.subject, _location(change)) if part)
        for change in changes.bookkeeping
    ]
    return str(messages.BOOKKEEPING(count=len(names), names="; ".join(names)))


def _markdown(changes: Changes) -> str:
    out = [f"## {plain_markdown(_title(changes))}", ""]
    for unread in changes.unread:
        heading, lines = _unread(unread)
        out += [
            f"> ⚠ {plain_markdown(heading)}",
            *(f"> - {plain_markdown(line)}" for line in lines),
            "",
        ]
    for subject, found in _by_subject(changes):
        out += [f"### {plain_markdown(subject)}", ""]
        for change in found:
            out += _markdown_change(change, changes.count)
        out.append("")
    if not changes:
        out.append(str(messages.NO_CHANGES()))
    if changes.bookkeeping:
        out += ["", plain_markdown(_bookkeeping(changes))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).rstrip("\n") + "\n"


def _markdown_change(change: ReportedChange, count: int) -> list[str]:
    """A change as a list item, with its changed lines quoted below it."""
    values = plain_markdown(_values(change))
    out = [f"- **{plain_markdown(_location(change))}**{values} — _{change.cause}_"]
    for line in _lines(change):
        out += ["", f"  > {_markdown_line(line)}"]
    if reach := reaches(change, count):
        out += ["", f"  {plain_markdown(reach)}"]
    return [*out, ""] if len(out) > 1 else out


def plain_markdown(text: str) -> str:
    """A text in one line, in which Markdown finds nothing to read."""
    text = re.sub(r"([\\`*_{}\[\]<>#|~@&$])", r"\\\1", _LINE_END.sub(" ", text))
    return re.sub(r"^(\s*)([-+]|\d+[.)])(?=\s)", r"\1\\\2", text)


def _markdown_line(line: Runs) -> str:
    texts = ["", *(run.text for run in line), ""]
    neighbours = zip(texts, texts[2:], strict=False)
    return "".join(
        _markdown_run(run, before[-1:], after[:1])
        for run, (before, after) in zip(line, neighbours, strict=True)
    )


def _markdown_run(run: Run, before: str, after: str) -> str:
    """A run with its mark; ``before`` and ``after`` are the characters next to it."""
    if run.change is None:
        return plain_markdown(run.text)
    tag, delimiter = ("ins", "**") if run.change is TrackedChange.INSERTED else ("del", "~~")
    core = run.text.strip()
    start, _, end = run.text.partition(core) if core else ("", "", "")
    # A delimiter beside a letter or around punctuation does not begin or end emphasis
    # (CommonMark 0.31, 6.2: flanking delimiter runs).
    opens = core[:1].isalnum() or bool(start) or not before.strip()
    closes = core[-1:].isalnum() or bool(end) or not after.strip()
    if core and opens and closes:
        return f"{start}{delimiter}{plain_markdown(core)}{delimiter}{end}"
    return f"<{tag}>{plain_markdown(run.text)}</{tag}>"


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
    for unread in changes.unread:
        heading, lines = _unread(unread)
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        out.append(f'<section role="alert"><h2>{escape(heading)}</h2><ul>{items}</ul></section>')
    for subject, found in _by_subject(changes):
        out.append(f"<section>\n<h2>{escape(subject)}</h2>\n<ul>")
        out += [f"<li>{_html_change(change, changes.count)}</li>" for change in found]
        out.append("</ul>\n</section>")
    if not changes:
        out.append(f"<p>{escape(str(messages.NO_CHANGES()))}</p>")
    if changes.bookkeeping:
        out.append(f"<p>{escape(_bookkeeping(changes))}</p>")
    return "\n".join([*out, "</body>\n</html>"]) + "\n"


def _html_change(change: ReportedChange, count: int) -> str:
    words = "".join(
        f'<p class="words">{"".join(map(_html_run, line))}</p>' for line in _lines(change)
    )
    reach = reaches(change, count)
    return (
        f"<b>{escape(_location(change))}</b>{escape(_values(change))} "
        f'<span class="cause">{escape(str(change.cause))}</span>{words}'
        f"{f'<p>{escape(reach)}</p>' if reach else ''}"
    )


def _html_run(run: Run) -> str:
    text = escape(run.text)
    return f"<{run.change.value}>{text}</{run.change.value}>" if run.change else text


def _json(changes: Changes) -> str:
    whole = {
        "from": changes.old,
        "to": changes.new,
        "changes": [_json_change(change) for change in changes.in_agreements],
        "bookkeeping": [_json_change(change) for change in changes.bookkeeping],
        "unread": [_json_unread(unread) for unread in changes.unread],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _json_change(change: ReportedChange) -> dict[str, Any]:
    """A change with the same keys for values and texts; those of the other kind are empty."""
    before = after = unit = example = ""
    match change:
        case ValueChange():
            before, after, unit = change.before, change.after, change.unit
        case TextChange():
            example = change.example
        case _:
            assert_never(change)
    return {
        "kind": change.kind,
        "subject": change.subject,
        "clause": change.clause,
        "label": change.label,
        "cause": change.cause.name.lower(),
        "before": before,
        "after": after,
        "unit": unit,
        "note": change.note,
        "lines": [[_json_run(run) for run in line] for line in _lines(change)],
        "reach": list(change.reach),
        "example": example,
    }


def _json_run(run: Run) -> dict[str, str | None]:
    return {"text": run.text, "change": run.change.value if run.change else None}


def _json_unread(unread: Unread) -> dict[str, Any]:
    problems = [
        {"line": p.location.line, "column": p.location.column, "message": p.message}
        for p in unread.problems
    ]
    return {"state": unread.state, "file": unread.file, "problems": problems}
