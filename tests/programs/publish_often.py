"""Publish an agreement again and again. Arguments: the output folder, its slug, how often."""

from __future__ import annotations

import sys
from pathlib import Path

from agreement_gen.build.publication import prepare, publish
from tests.support.publications import publication

if __name__ == "__main__":
    output, slug = Path(sys.argv[1]), sys.argv[2]
    for number in range(int(sys.argv[3])):
        files = {f"plan-{slug}.pdf": str(number).encode(), f"plan-{slug}.txt": b"text"}
        prepare(output, lambda _: None)
        problems = publish(output, [publication(slug, str(number), files)], {}, (), lambda _: None)
        assert problems == (), problems
