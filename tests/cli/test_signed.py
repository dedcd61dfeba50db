"""`agreement-gen signed`: what is recorded, what is refused, and every other byte stays."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from agreement_gen.agreement_state.signed_text import text_hash
from tests.support import signing_samples as forged
from tests.support.cli import run_cli
from tests.support.repositories import commit, git
from tests.support.signers import authority, sign, signer, stamp_document, time_stamper
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from pyhanko.sign.signers import SimpleSigner

    from agreement_gen.workspace.model import Signed, SigningProfile

FILE = "municipalities/alby.yaml"
AUTHORITY = authority("Provutfärdaren")
PARTIES = ("region", "municipality", "forbund")
PEOPLE = {party: signer(AUTHORITY, f"Firmatecknaren för {party}") for party in PARTIES}
ANNA = PEOPLE["region"]
DAY = dt.datetime(2026, 5, 18, 12, tzinfo=dt.UTC)


def signed_by_all(data: bytes) -> bytes:
    """The file signed by each party, in the field of its name."""
    for party, person in PEOPLE.items():
        data = sign(data, person, party, moment=DAY)
    return data


def built(
    root: Path, signing: SigningProfile = "service", slug: str = "alby", commit: str | None = None
) -> bytes:
    return forged.built(root, signing, slug=slug, commit=commit)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 20 May 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1779235200")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small_workspace(tmp_path / "workspace")
    (root.parent / "root.pem").write_bytes(AUTHORITY.pem)
    return root


def record(
    root: Path, data: bytes, *options: str | Path, name: str = "Alby", exit_code: int = 0
) -> Result:
    pdf = root.parent / "signed.pdf"
    pdf.write_bytes(data)
    trust = () if "--scanned" in options else ("--trust", root.parent / "root.pem")
    call = ("signed", name, pdf, "--on", "2026-05-18", *trust, *options)
    return run_cli(*call, root=root, exit_code=exit_code)


def recorded(root: Path) -> Signed:
    signed = entry(load(root), "alby").record.signed
    assert signed is not None
    return signed


def state(root: Path, digest: str) -> str:
    text = text_hash((root / "signed/alby-2024-01-15.txt").read_bytes())
    return f'signed: {{date: 2026-05-18, edition: 2024-01-15, sha256: "{digest}", text: "{text}"}}'


@pytest.mark.parametrize(
    ("start", "end"), [("", "\n"), ("\ufeff", "\r\n")], ids=["plain", "marked, from Windows"]
)
def test_one_line_is_added_and_every_other_byte_stays(root: Path, start: str, end: str) -> None:
    text = (root / FILE).read_text(encoding="utf-8") + "# Ring Alby i maj.\n"
    before = (start + text.replace("\n", end)).encode()
    (root / FILE).write_bytes(before)
    data = signed_by_all(built(root))
    record(root, data)
    after = (root / FILE).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    line = (state(root, digest) + end).encode()
    assert after.count(line) == 1
    assert after.replace(line, b"") == before
    assert (recorded(root).date, recorded(root).sha256) == (dt.date(2026, 5, 18), digest)


def test_what_was_recorded_is_replaced(root: Path) -> None:
    old = 'signed: {date: 2020-01-01, edition: 2020-01-01, sha256: "%s"}  # den förra\n' % (
        "0" * 64
    )
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(old)
    before = (root / FILE).read_text(encoding="utf-8")
    data = signed_by_all(built(root))
    result = record(root, data)
    assert "replaced what was recorded: signed 2020-01-01, SHA-256 000" in result.stderr
    new = f"{state(root, hashlib.sha256(data).hexdigest())}  # den förra\n"
    assert (root / FILE).read_text(encoding="utf-8") == before.replace(old, new)
    again = record(root, data)
    assert "already recorded" in again.output
    assert (root / FILE).read_text(encoding="utf-8") == before.replace(old, new)


@pytest.mark.peer
def test_the_commit_that_the_file_was_built_of_is_recorded(root: Path) -> None:
    built_from = commit(root)
    record(root, signed_by_all(built(root, commit=built_from)))
    assert recorded(root).commit == built_from


def refused(root: Path, data: bytes, *options: str | Path, name: str = "Alby") -> str:
    """The output of a call that is refused and writes nothing."""
    before = {path: path.read_bytes() for path in (root / "municipalities").iterdir()}
    result = record(root, data, *options, name=name, exit_code=1)
    assert {path: path.read_bytes() for path in (root / "municipalities").iterdir()} == before
    return result.output


def test_another_text_is_refused_with_its_clause(root: Path) -> None:
    data = built(root)
    edit(root, FILE, {"Tio ledare": "Elva ledare"})
    output = refused(root, data)
    assert "clause 2 (Åtagande)" in output
    assert "[not-as-agreed]" in output


def test_a_file_with_an_added_page_is_refused(root: Path) -> None:
    assert "page 3 was added" in refused(root, forged.with_page(built(root)))


def test_a_text_that_cannot_be_compared_is_refused(root: Path) -> None:
    data = forged.untagged(forged.with_overlay(built(root)))
    assert "[not-verified]" in refused(root, data)


def test_the_agreement_of_another_municipality_is_refused(root: Path) -> None:
    edit(
        root,
        "municipalities/osby-a.yaml",
        {
            "  halls:\n  leaders:": "  halls: En hall.\n  leaders: Två ledare.",
            "steering_group: []": "steering_group:\n  - {role: kommun, seat: Kontoret}",
        },
    )
    output = refused(root, built(root), name="Ösby Å")
    assert "this is the agreement of Alby [other-agreement]" in output


def test_a_draft_is_refused(root: Path) -> None:
    assert "[draft]" in refused(root, built(root, slug="osby-a"), name="Ösby Å")
    (root / "output").mkdir()
    (root / "output/samverkansplan-osby-a.pdf").write_bytes(built(root, "paper", slug="osby-a"))
    assert "[draft]" in refused(root, forged.scan(), "--scanned", name="Ösby Å")


def test_a_file_that_not_all_have_signed_is_refused(root: Path) -> None:
    output = refused(root, sign(built(root, "fields"), ANNA, "region", moment=DAY))
    assert "nobody has signed in the field «municipality»" in output
    assert "nobody has signed in the field «forbund»" in output
    assert "nobody has signed in the field «region»" not in output


def test_a_file_that_all_have_signed_is_recorded(root: Path) -> None:
    data = signed_by_all(built(root, "fields"))
    result = record(root, data)
    assert "(text verified)" in result.stdout
    assert recorded(root).sha256 == hashlib.sha256(data).hexdigest()
    assert recorded(root).commit is None
    assert recorded(root).accepted is None
    assert recorded(root).sha256 in result.stdout


def test_a_file_that_nobody_has_signed_is_refused(root: Path) -> None:
    output = refused(root, built(root), "--accept", "Underskrifterna finns i kvittot")
    assert "nobody has signed this PDF electronically" in output
    assert "[unsigned]" in output


def test_a_time_stamp_alone_is_no_signature(root: Path) -> None:
    stamped = stamp_document(built(root), time_stamper(AUTHORITY, DAY))
    assert "[unsigned]" in refused(root, stamped, "--accept", "Stämpeln räcker")


@dataclass(frozen=True)
class Odd:
    """A signed file about which something is odd: how it is made, and the code of what is."""

    make: Callable[[Path], bytes]
    code: str
    options: tuple[str, ...] = ()


def _signed_by(*people: SimpleSigner, moment: dt.datetime = DAY) -> Callable[[Path], bytes]:
    def make(root: Path) -> bytes:
        data = built(root)
        for number, person in enumerate(people):
            data = sign(data, person, f"Signature{number}", moment=moment)
        return data

    return make


def _starting(day: str) -> Callable[[Path], bytes]:
    def make(root: Path) -> bytes:
        with (root / FILE).open("a", encoding="utf-8") as file:
            file.write(f"valid_from: {day}\n")
        return signed_by_all(built(root))

    return make


def _covered(root: Path) -> bytes:
    return signed_by_all(forged.with_rectangle(built(root)))


STRANGERS = [signer(authority("Okänd"), f"Okänd {number}") for number in range(3)]
ODD = {
    "an issuer whom nobody trusts": Odd(_signed_by(*STRANGERS), "untrusted-certificate"),
    "an empty field": Odd(
        lambda root: sign(built(root, "fields"), ANNA, "region", moment=DAY), "empty-field"
    ),
    "two of three parties": Odd(_signed_by(PEOPLE["region"], PEOPLE["forbund"]), "missing-party"),
    "one certificate for two parties": Odd(
        _signed_by(ANNA, ANNA, PEOPLE["forbund"]), "same-signer"
    ),
    "one name for two parties": Odd(
        _signed_by(ANNA, signer(AUTHORITY, "Firmatecknaren för region"), PEOPLE["forbund"]),
        "same-signer",
    ),
    "a page painted over": Odd(_covered, "not-proved"),
    "another day than the signatures'": Odd(
        _signed_by(*PEOPLE.values(), moment=DAY - dt.timedelta(days=3)), "other-day"
    ),
    "a day to come": Odd(
        _signed_by(*PEOPLE.values(), moment=DAY + dt.timedelta(days=4)),
        "signed-in-future",
        ("--on", "2026-05-22"),
    ),
    "a day before the edition": Odd(
        _signed_by(*PEOPLE.values(), moment=DAY - dt.timedelta(days=1096)),
        "signed-before-edition",
        ("--on", "2023-05-18"),
    ),
    "a start before it": Odd(_starting("2026-05-01"), "signed-after-start"),
    "a start long after it": Odd(_starting("2028-05-01"), "signed-long-before-start"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_needs_a_reason_which_is_recorded(root: Path, name: str) -> None:
    odd = ODD[name]
    data = odd.make(root)
    output = refused(root, data, *odd.options)
    codes = set(re.findall(r"\[([a-z-]+)\]$", output, re.MULTILINE))
    assert codes == {odd.code}
    result = record(root, data, *odd.options, "--accept", "Kontrollerat per telefon")
    assert f"warning: {odd.code}" not in result.stdout
    assert f"[{odd.code}]" in result.stderr
    accepted = recorded(root).accepted
    assert accepted is not None
    assert (accepted.reason, accepted.doubts) == ("Kontrollerat per telefon", (odd.code,))
    assert "already recorded" in record(root, data, *odd.options, "--accept",
                                        "Kontrollerat per telefon").stdout  # fmt: skip


def test_a_signer_of_whom_nothing_is_known_needs_a_reason(root: Path) -> None:
    pdf = root.parent / "signed.pdf"
    pdf.write_bytes(signed_by_all(built(root)))
    call = ("signed", "Alby", pdf, "--on", "2026-05-18")
    assert "[unknown-signer]" in run_cli(*call, root=root, exit_code=1).stderr
    run_cli(*call, "--accept", "Ringde dem", root=root)
    accepted = recorded(root).accepted
    assert accepted is not None
    assert accepted.doubts == ("unknown-signer",)


def test_a_reason_that_explains_nothing_is_not_recorded(root: Path) -> None:
    result = record(root, signed_by_all(built(root)), "--accept", "För säkerhets skull")
    assert "Nothing is odd about it" in result.stdout
    assert recorded(root).accepted is None
    call = ("signed", "Alby", root.parent / "signed.pdf", "--on", "2026-05-18", "--accept", " ")
    run_cli(*call, root=root, exit_code=2)


def test_a_reason_goes_when_what_it_explained_is_replaced(root: Path) -> None:
    record(root, _signed_by(ANNA)(root), "--accept", "De andra skrev på papper")
    assert recorded(root).accepted is not None
    record(root, signed_by_all(built(root)))
    assert recorded(root).accepted is None


@pytest.mark.peer
def test_the_text_of_another_commit_is_recorded_only_when_it_is_named(root: Path) -> None:
    then = commit(root)
    data = signed_by_all(built(root, commit=then))
    edit(root, FILE, {"Tio ledare": "Elva ledare"})
    later = commit(root)
    output = refused(root, data)
    assert f"--as-of {then[:12]}" in output
    assert "[other-commit]" in output
    assert "[not-as-of]" in refused(root, data, "--as-of", later)
    record(root, data, "--as-of", then[:12])
    assert recorded(root).commit == then
    kept = (root / "signed/alby-2024-01-15.txt").read_text(encoding="utf-8")
    assert "Tio ledare" in kept
    assert "signed-text-changed" in run_cli("check", root=root, exit_code=1).stderr


@pytest.mark.peer
def test_a_file_that_lost_its_origin_is_recorded_at_the_commit_that_is_named(root: Path) -> None:
    then = commit(root)
    data = signed_by_all(forged.without_metadata(built(root, commit=then)))
    edit(root, FILE, {"Tio ledare": "Elva ledare"})
    commit(root)
    assert "[foreign-pdf]" in refused(root, data)
    record(root, data, "--as-of", then, "--accept", "Tjänsten tog bort dem")
    assert recorded(root).commit == then


@pytest.mark.peer
def test_a_commit_that_the_branch_never_had_needs_a_reason(root: Path) -> None:
    commit(root)
    git(root, "checkout", "--quiet", "-b", "proposal")
    edit(root, FILE, {"Tio ledare": "Elva ledare"})
    proposed = commit(root)
    data = signed_by_all(built(root, commit=proposed))
    git(root, "checkout", "--quiet", "main")
    assert "[other-commit]" in refused(root, data)
    assert "[not-in-history]" in refused(root, data, "--as-of", proposed)
    record(root, data, "--as-of", proposed, "--accept", "Grenen slås ihop i dag")
    accepted = recorded(root).accepted
    assert accepted is not None
    assert accepted.doubts == ("not-in-history",)


@pytest.mark.peer
def test_a_day_before_the_text_was_committed_needs_a_reason(root: Path) -> None:
    then = commit(root)  # on 4 March 2026
    day = DAY - dt.timedelta(days=80)
    data = built(root, commit=then)
    for party, person in PEOPLE.items():
        data = sign(data, person, party, moment=day)
    assert "[signed-before-build]" in refused(root, data, "--on", day.date().isoformat())


def test_a_file_changed_after_signing_is_refused(root: Path) -> None:
    data = sign(built(root), ANNA, "Signature1")
    assert "cut off" in refused(root, data[:-10])
    changed = data.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != data
    assert "broken" in refused(root, changed)


def put_in_output(root: Path, data: bytes) -> Path:
    """The built file where a build leaves it."""
    (root / "output").mkdir(exist_ok=True)
    file = root / "output/samverkansplan-alby.pdf"
    file.write_bytes(data)
    return file


def test_a_scan_is_recorded_only_when_a_person_vouches_for_it(root: Path) -> None:
    put_in_output(root, built(root, "paper"))
    data = forged.scan()
    assert "--scanned" in refused(root, data)
    result = record(root, data, "--scanned")
    assert "text not verified" in result.output
    assert "files of no known commit" in result.stdout
    assert recorded(root).sha256 == hashlib.sha256(data).hexdigest()
    assert recorded(root).commit is None
    assert recorded(root).scanned
    shown = run_cli("--lang", "sv", "register", "Alby", root=root).stdout
    assert "nej, inskannat papper" in shown
    record(root, signed_by_all(built(root)))
    assert not recorded(root).scanned
    assert "inskannat" not in run_cli("--lang", "sv", "register", "Alby", root=root).stdout


@pytest.mark.peer
def test_a_scan_is_recorded_with_the_commit_of_the_file_that_was_printed(root: Path) -> None:
    then = commit(root)
    printed = put_in_output(root, built(root, "paper", commit=then))
    record(root, forged.scan(), "--scanned")
    assert recorded(root).commit == then
    edit(root, FILE, {"Tio ledare": "Elva ledare"})
    commit(root)
    assert "[other-commit]" in refused(root, forged.scan(), "--scanned")
    elsewhere = printed.rename(root.parent / "printed.pdf")
    output = refused(root, forged.scan(), "--scanned")
    assert "[no-built-file]" in output
    record(root, forged.scan(), "--scanned", "--built", elsewhere, "--as-of", then)
    assert recorded(root).commit == then
    assert "Tio ledare" in (root / "signed/alby-2024-01-15.txt").read_text(encoding="utf-8")


@pytest.mark.peer
def test_the_metadata_beside_a_built_file_state_its_commit(root: Path) -> None:
    then = commit(root)
    run_cli("build", "Alby", "--to", "pdf", "--signing", "paper", "--jobs", "1", root=root)
    [sidecar] = (root / "output").glob("*-alby.json")
    kept = root.parent / "kept.json"
    kept.write_bytes(sidecar.read_bytes())
    record(root, forged.scan(), "--scanned", "--built", kept)
    assert recorded(root).commit == then
    for old, new, code in (
        ('fingerprint": "', 'fingerprint": "0', "not-as-agreed"),
        ("origin", "other", "not-a-sidecar"),
    ):
        kept.write_text(sidecar.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        assert f"[{code}]" in refused(root, forged.scan(), "--scanned", "--built", str(kept))


def test_a_scan_of_a_file_that_is_not_what_the_workspace_says_is_refused(root: Path) -> None:
    put_in_output(root, forged.with_page(built(root, "paper")))
    assert "page 3 was added" in refused(root, forged.scan(), "--scanned")
    edit(root, FILE, {"  leaders: Tio ledare utbildas varje år.\n": "  leaders:\n"})
    put_in_output(root, built(root, "paper"))
    assert "[draft]" in refused(root, forged.scan(), "--scanned")


def test_a_scan_that_breaks_a_small_rule_of_the_format_is_recorded(root: Path) -> None:
    put_in_output(root, built(root, "paper"))
    data = forged.scan()
    sloppy = data.replace(b"0000000000 65535 f", b"0000000000 65536 f")
    assert sloppy != data
    record(root, sloppy, "--scanned")
    assert recorded(root).sha256 == hashlib.sha256(sloppy).hexdigest()


def test_a_built_file_does_not_pass_as_a_scan(root: Path) -> None:
    output = refused(root, built(root), "--scanned")
    assert "built, not scanned" in output
    assert "[not-scanned]" in output


def test_what_cannot_be_verified_of_a_signature_is_reported(root: Path) -> None:
    result = record(root, signed_by_all(built(root)))
    assert "cannot be verified: signature «region»" in result.stderr


def test_a_scan_with_an_odd_date_needs_a_reason(root: Path) -> None:
    put_in_output(root, built(root, "paper"))
    odd = ("--scanned", "--on", "2027-05-18")
    assert "[signed-in-future]" in refused(root, forged.scan(), *odd)
    record(root, forged.scan(), *odd, "--accept", "Klockan går fel")
    accepted = recorded(root).accepted
    assert accepted is not None
    assert accepted.doubts == ("signed-in-future",)


@pytest.mark.parametrize("day", ["18 maj", "20260518"])
def test_a_date_is_written_in_one_way(root: Path, day: str) -> None:
    (root.parent / "scan.pdf").write_bytes(forged.scan())
    call = ("signed", "Alby", root.parent / "scan.pdf", "--scanned", "--on", day)
    assert "write it as 2026-09-01" in run_cli(*call, root=root, exit_code=2).output
