"""Loads what every rendering process needs; the fork server runs it once for all of them."""

import gc
import os
import sys
import tempfile

from agreement_gen.build.workers import end_with_parent

end_with_parent()

import pikepdf  # noqa: E402, F401
import weasyprint  # noqa: E402 - it takes so long that the command may have ended meanwhile

from agreement_gen.formats.fonts import common_characters, font_face_css  # noqa: E402

# What is read at the first use of all: the fonts' tables, the types of the foreign functions and
# the hyphenation patterns, which together take half as long as an agreement.
common_characters()
try:
    weasyprint.HTML(
        string=f'<html lang="sv"><style>{font_face_css()} p {{ font-family: "Source Serif Pro"; '
        "hyphens: auto; width: 2em }</style><p>överenskommelse"
    ).write_pdf()
except OSError:
    if os.path.isdir(tempfile.gettempdir()):  # noqa: PTH112
        raise
    sys.exit()  # the command has ended and taken its folder of temporary files with it
# The page's folder of fonts goes with it; what is left is not looked at again by any worker.
gc.collect()
gc.freeze()
