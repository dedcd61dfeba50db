"""The web page as a browser shows it, on a wide screen and on a telephone."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html import unescape
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.document.tree import fold, lines
from agreement_gen.formats.html import write_html
from tests.support import peers
from tests.support.pdf_samples import CSS
from tests.support.sample_documents import final_document
from tests.support.workspaces import REPOSITORY, entry, load

if TYPE_CHECKING:
    from pathlib import Path

# What a browser knows of its own layout is asked by a script and left in the page for the test.
ASK = """
addEventListener("load", () => {
  const page = document.documentElement, own = document.querySelector("tr.own");
  document.body.dataset.styled = getComputedStyle(document.body).maxWidth !== "none";
  document.body.dataset.fits = page.scrollWidth <= page.clientWidth;
  document.body.dataset.text = document.body.innerText;
  document.body.dataset.own = getComputedStyle(own).display !== "none" && own.innerText;
});
"""
ASK_HASH = b64encode(hashlib.sha256(ASK.encode()).digest()).decode()
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
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


def shown_by_chromium(html: str, width: int, folder: Path) -> str:
    """The page's DOM after its scripts have run, if its policy lets them."""
    chromium = peers.require("chromium", "chromium-browser", "google-chrome")
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    return peers.run([chromium, *FLAGS, profile, f"--window-size={width},900", page.as_uri()])


@pytest.mark.peer
@pytest.mark.parametrize("width", [1280, 500])
def test_chromium_shows_the_whole_agreement_without_sideways_scrolling(
    width: int, tmp_path: Path
) -> None:
    workspace = load(REPOSITORY)
    own = entry(workspace, "vetlanda")
    document = compose(workspace, own).document
    html = write_html(document, workspace.standards[own.record.agreement].css)
    # The page's policy, with a permission for the script that asks.
    html = html.replace("base-uri", f"script-src 'sha256-{ASK_HASH}'; base-uri", 1)
    html = html.replace("</body>", f"<script>{ASK}</script></body>")
    dom = shown_by_chromium(html, width, tmp_path)
    asked = {
        key: unescape(value)
        for key, value in re.findall(
            r'data-(styled|fits|text|own)="([^"]*)"', dom[dom.index("<body") :]
        )
    }
    assert asked["styled"] == asked["fits"] == "true"
    assert fold(asked["own"]) == "Vetlanda46100031526"
    text = fold(asked["text"])
    for line in lines(document):
        words = re.sub(r"^(\d+\.|•) ", "", line)  # a browser draws markers, which are no text
        assert fold(words) in text, words


@pytest.mark.peer
def test_nothing_that_is_added_to_the_page_runs_or_is_loaded(tmp_path: Path) -> None:
    """The page allows its own style sheet and nothing else, whoever puts something into it."""
    html = write_html(final_document(), CSS)
    (tmp_path / "picture.svg").write_text(PICTURE, encoding="utf-8")
    added = (
        f"<script>{ASK}</script><style>body {{ max-width: none !important }}</style>"
        '<img id="picture" src="picture.svg" onload="this.dataset.run = 1" '
        'onerror="this.dataset.run = 2">'
    )
    dom = shown_by_chromium(html.replace("</body>", f"{added}</body>"), 1280, tmp_path)
    assert 'id="picture"' in dom
    assert "data-fits" not in dom
    assert "data-run" not in dom
