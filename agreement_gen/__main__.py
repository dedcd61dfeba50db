"""``python -m agreement_gen``: the same as ``agreement-gen``."""

from agreement_gen.cli import main

main()
