"""The web page as a browser shows it, on a wide screen and on a telephone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.document.tree import fold, lines
from agreement_gen.formats.html import write_html
from tests.support import peers
from tests.support.workspaces import REPOSITORY, entry, load

if TYPE_CHECKING:
    from pathlib import Path

# What a browser knows of its own layout is asked by a script and left in the page for the test.
ASK = """<script>
addEventListener("load", () => {
  const page = document.documentElement, own = document.querySelector("tr.own");
  document.body.dataset.fits = page.scrollWidth <= page.clientWidth;
  document.body.dataset.text = document.body.innerText;
  document.body.dataset.own = getComputedStyle(own).display !== "none" && own.innerText;
});
</script>"""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=2000",
    "--dump-dom",
)


@pytest.mark.peer
@pytest.mark.parametrize("width", [1280, 500])
def test_chromium_shows_the_whole_agreement_without_sideways_scrolling(
    width: int, tmp_path: Path
) -> None:
    chromium = peers.require("chromium", "chromium-browser", "google-chrome")
    workspace = load(REPOSITORY)
    own = entry(workspace, "vetlanda")
    document = compose(workspace, own).document
    standard = workspace.standards[own.record.agreement]
    page = tmp_path / "page.html"
    html = write_html(document, standard.css).replace("</body>", f"{ASK}</body>")
    page.write_text(html, encoding="utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [chromium, *FLAGS, profile, f"--window-size={width},900", page.as_uri()]
    dom = peers.run(command)
    asked = {
        key: unescape(value)
        for key, value in re.findall(r'data-(fits|text|own)="([^"]*)"', dom[dom.index("<body") :])
    }
    assert asked["fits"] == "true"
    assert fold(asked["own"]) == "Vetlanda46100031526"
    text = fold(asked["text"])
    for line in lines(document):
        words = re.sub(r"^(\d+\.|•) ", "", line)  # a browser draws markers, which are no text
        assert fold(words) in text, words
