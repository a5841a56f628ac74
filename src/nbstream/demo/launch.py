"""Opens the quickstart notebook in a JupyterLab of its own: loopback, a token, any free port.

The server runs in this process, so that Ctrl-C ends it and nothing is left behind.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nbstream.errors import NbstreamError

NOTEBOOK = "quickstart.ipynb"
ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"


class DemoError(NbstreamError):
    """The demo cannot be shown here; its message says what to do."""


def launch(
    notebook: Path | None = None,
    *,
    folder: Path | None = None,
    port: int = 0,
    browser: bool = True,
) -> None:
    """Serve the quickstart notebook, and return when the server has ended.

    Args:
        notebook: The notebook to open, where it is; `None`: a copy of the quickstart.
        folder: Where the copy goes; a notebook that is there already is opened as it is.
            `None`: a new temporary folder, which stays when the server has ended.
        port: TCP port on 127.0.0.1; 0 takes any that is free.
        browser: Whether to open a browser, where there is a display to open it on.

    Raises:
        DemoError: JupyterLab is not installed, or there is no such notebook or folder.
    """
    _require_jupyterlab()
    path = _existing(notebook) if notebook else _copied_into(folder)
    _serve(path, port=port, browser=browser and _has_display())
    print(f"\nThe notebook is at {path}")


def _require_jupyterlab() -> None:
    try:
        import jupyterlab  # noqa: F401
    except ModuleNotFoundError as missing:
        raise DemoError(
            f"the demo needs JupyterLab ({missing.name} is not installed): "
            'pip install "nbstream[demo]"'
        ) from missing


def _existing(notebook: Path) -> Path:
    if not notebook.is_file():
        raise DemoError(f"there is no notebook {notebook}; without --notebook, a copy is made")
    return notebook.resolve()


def _copied_into(folder: Path | None) -> Path:
    """Return the notebook in `folder`, copied there if there was none."""
    try:
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="nbstream-demo-"))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder.resolve() / NOTEBOOK
        if path.exists():
            print(f"Opening {path} as it is; move it away to get a fresh one.")
        else:
            shutil.copyfile(_original(), path)
    except OSError as trouble:
        raise DemoError(f"the notebook cannot be put into {folder}: {trouble}") from trouble
    return path


def _original() -> Path:
    """Return the notebook as installed; a checkout keeps it where its readers look for it."""
    here = Path(__file__).parent
    for path in (here / NOTEBOOK, here.parents[2] / "notebooks" / NOTEBOOK):
        if path.is_file():
            return path
    raise DemoError(f"this installation has no {NOTEBOOK}: install nbstream again")


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _serve(notebook: Path, *, port: int, browser: bool) -> None:
    """Run JupyterLab on `notebook` until it is told to end."""
    from jupyterlab.labapp import LabApp

    # The kernel of this very environment, wherever the person keeps others of that name.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    token = secrets.token_urlsafe(24)
    # A workspace of its own: the person's open tabs are of another folder, and stay as they are.
    page = f"/lab/workspaces/nbstream-demo/tree/{quote(notebook.name)}"
    server = LabApp.initialize_server(
        [
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={port}",
            # Another port than the one asked for would be a surprise.
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={notebook.parent}",
            f"--ServerApp.open_browser={browser}",
            # Loopback and a token: being root changes nothing for the worse.
            "--ServerApp.allow_root=True",
            f"--IdentityProvider.token={token}",
            f"--LabApp.default_url={page}",
            "--Application.log_level=ERROR",
        ]
    )
    server.web_app.settings["page_config_hook"] = _without_news
    address = f"{server.connection_url.rstrip('/')}{page}?token={token}"
    # It listens once its loop runs; an address told before would be refused.
    server.io_loop.add_callback(
        print, f"The quickstart is at\n\n    {address}\n\nCtrl-C ends it.", flush=True
    )
    # Its own answer to Ctrl-C is a question on a terminal, and orphaned kernels elsewhere.
    signal.signal(signal.SIGINT, lambda *_: server.stop(from_signal=True))
    server.start()


def _without_news(_handler: object, page: dict[str, Any]) -> dict[str, Any]:
    """JupyterLab asks newcomers for leave to fetch news; the demo needs no network."""
    page["disabledExtensions"] = [*page.get("disabledExtensions", []), ANNOUNCEMENTS]
    return page
