"""Start a JupyterLab that shares nothing with one that the machine's user has.

For the tests of the figures in it, and to measure how fast a slider of ipywidgets answers.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 60  # seconds, for a busy machine

# No look at what is new, nor for another version.
SETTINGS = {"fetchNews": "false", "checkForUpdates": False}
OPTIONS = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=",
]

# Asked of a notebook's page. A cell that is run before there is a kernel is left as it is, without
# a word, while the indicator in the toolbar says "idle" already: the kernel itself has to be asked.
READY = """() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session
    ?.kernel?.status === "idle" """
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"


@contextlib.contextmanager
def started_jupyterlab(folder: Path) -> Iterator[tuple[str, Path]]:
    """Start JupyterLab with settings and a state of its own; stop it in the end.

    Parameters
    ----------
    folder : Path
        An empty folder for all that it keeps.

    Yields
    ------
    address : str
        Where it answers, with a slash at its end.
    root : Path
        The folder whose notebooks it shows.

    Raises
    ------
    RuntimeError
        If it does not say within a minute where it answers.
    """
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    path = settings / "notification.jupyterlab-settings"
    path.write_text(json.dumps(SETTINGS), encoding="utf-8")
    root, running, log = folder / "root", folder / "runtime", folder / "log"
    root.mkdir()
    places = {
        "IPYTHONDIR": folder / "ipython",
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": running,
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.root_dir={root}"],
            env={**os.environ, **{name: str(place) for name, place in places.items()}},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _address_of(process, running, log), root
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _address_of(process: subprocess.Popen, running: Path, log: Path) -> str:
    """Return the address of a server once it says where it is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        for path in running.glob("jpserver-*.json"):
            # It may be half written still.
            if found := re.search(r'"url": "([^"]+)"', path.read_text(encoding="utf-8")):
                return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab does not start: {log.read_text(encoding='utf-8')}")
