"""Imports the module of the first argument and prints which of the others are then imported."""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    imported, *others = sys.argv[1:]
    import_module(imported)
    sys.stdout.write(" ".join(name for name in others if name in sys.modules))
