"""What building reports: faults of the standard's templates, and what a machine lacks."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode


class BuildCode(ProblemCode):
    """Problems of composing and rendering an agreement."""

    NO_TITLE = (
        "no-title",
        N_("a clause begins with its title"),
        N_("`# Title`"),
        N_("The first line of a clause is its title; the clause is numbered by its place."),
    )
    TEMPLATE = (
        "template",
        N_("in the template: {error}"),
        "",
        N_(
            "Clauses and some lines of the family's file are Jinja2 templates. A name that "
            "templates do not know is an error, so that nothing is left out of an agreement."
        ),
    )
    EMPTY_VALUE = (
        "empty-value",
        N_("in the template: the value inserted here is empty"),
        N_("fill it in, or ask for it first: {{% if … %}}"),
        N_(
            "A template inserts a value that the files leave empty. A sentence with a hole is "
            "never composed."
        ),
    )
    RENDER = (
        "render",
        N_("{reason}"),
        "",
        N_(
            "A file that differs from the agreement's text, or that a renderer had to warn of, "
            "is not written: no agreement is built with less than it says."
        ),
    )


INSTALL_PYTHON = Template(N_("install Python {version} or later"))
LIBRARY_MISSING = Template(N_("the shared library cannot be loaded"))
INSTALL_LIBRARY = Template(N_("install {name} (a shared library)"))
INSTALL_PACKAGES = Template(N_("install {packages}"))
FONTS = Template(N_("fonts"))
FONT_FILES = Template(N_("{count} file"), N_("{count} files"))
PAGE = Template(N_("a test page"))
PAGE_RENDERED = Template(N_("rendered as PDF"))
FIX_PAGE = Template(
    N_("{command}; if this is still reported afterwards, report it with the text above")
)
GIT_USE = Template(N_("keeps the agreements' history; needed to compare with an earlier edition"))
