"""Opens Word files in LibreOffice, accepts or rejects all tracked changes, and saves them again.

Run by a Python that has LibreOffice's bridge: resolve_changes.py SOFFICE, then for each file
accept|reject FROM TO.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found, unused-ignore]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found, unused-ignore]

COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
FORMAT = "Office Open XML Text"


def resolve(services: Any, desktop: Any, action: str, source: Path, target: Path) -> None:
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (hidden,))
    try:
        dispatcher = services.createInstance("com.sun.star.frame.DispatchHelper")
        frame = document.getCurrentController().getFrame()
        dispatcher.executeDispatch(frame, COMMANDS[action], "", 0, ())
        saved = PropertyValue("FilterName", 0, FORMAT, 0)
        document.storeToURL(target.as_uri(), (saved,))
    finally:
        document.close(True)


def connected(pipe: str, process: subprocess.Popen[bytes]) -> Any:
    local = uno.getComponentContext()
    url_resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    while process.poll() is None:
        try:
            return url_resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # it is not listening yet
            time.sleep(0.2)
    raise SystemExit(f"LibreOffice ended with {process.returncode}")


def main(soffice: str, jobs: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="soffice-") as profile:
        pipe = Path(profile).name
        process = subprocess.Popen(
            [
                soffice,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ]
        )
        try:
            context = connected(pipe, process)
            services = context.ServiceManager
            desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            for action, source, target in zip(jobs[::3], jobs[1::3], jobs[2::3], strict=True):
                resolve(services, desktop, action, Path(source), Path(target))
            desktop.terminate()
            process.wait(timeout=60)
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
