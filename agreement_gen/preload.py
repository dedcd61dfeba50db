"""Imports what every rendering process needs; the fork server loads it once for all of them."""

import gc

import weasyprint  # noqa: F401

gc.freeze()
