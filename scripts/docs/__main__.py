"""Writes every page that is made from the code: ``python -m scripts.docs``."""

from pathlib import Path

from scripts.docs import PAGES

ROOT = Path(__file__).resolve().parents[2]

for path, page in PAGES.items():
    (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / path).write_text(page(), encoding="utf-8")
    print(path)
