"""A JupyterLab of its own on loopback: nothing of the user's is read or written.

The benchmarks start theirs here too. What runs inside a page is `notebook.py`'s business.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import nbformat

TESTS = Path(__file__).parents[1]
START_SECONDS = 60.0
STOP_SECONDS = 15.0

# JupyterLab asks for news on its first start; a test has nobody to answer.
SETTINGS = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Saving changes the page at moments that no test chose; tests that want a file save it.
    "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings": {"autosave": False},
}


class Lab:
    """A running JupyterLab.

    Attributes:
        url: Where it listens, without a trailing slash.
        token: What every request must carry.
        root: The folder whose notebooks it serves; gone after `close()`.
        pid: Of the server; kernels are its children.
    """

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="nbstream-lab-"))
        self.root = self._folder("notebooks")
        self.token = secrets.token_hex(16)
        self._log = (self._home / "server.log").open("wb")
        for name, settings in SETTINGS.items():
            file = self._home / "settings" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings))
        self._process = subprocess.Popen(
            self._command(),
            env=self._environment(),
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self.pid = self._process.pid
        try:
            self.url = self._wait_for_url()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write_notebook(self, name: str, cells: list[str]) -> Path:
        """Write a notebook of code cells into the served folder and return its path.

        `name` may stand in a folder: its kernel runs there.
        """
        notebook = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],  # type: ignore[no-untyped-call]
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
        return path

    def page_url(self, notebook: Path, workspace: str) -> str:
        """Return the address that opens `notebook` in a workspace of that name.

        Without a workspace it opens in Notebook 7, which the same server has.
        """
        path = notebook.relative_to(self.root).as_posix()
        if not workspace:
            return f"{self.url}/notebooks/{path}?token={self.token}"
        return f"{self.url}/lab/workspaces/{workspace}/tree/{path}?token={self.token}"

    @contextmanager
    def settings(self, plugin: str, **settings: Any) -> Iterator[None]:
        """Have other settings of a plugin, in the pages that are opened meanwhile."""
        address = f"{self.url}/lab/api/settings/{plugin}"
        self._request("PUT", address, {"raw": json.dumps(settings)})
        yield
        self._request("PUT", address, {"raw": "{}"})

    def api(self, method: str, path: str, body: object = None) -> Any:
        """Speak to the server's REST interface, and return its JSON (`None` when empty)."""
        return self._request(method, f"{self.url}/api/{path}", body)

    def start_kernel(self, notebook: Path) -> None:
        """Start the kernel that a page which opens `notebook` will find."""
        path = notebook.relative_to(self.root).as_posix()
        kernel = {"name": "python3"}
        body = {"path": path, "name": notebook.name, "type": "notebook", "kernel": kernel}
        self.api("POST", "sessions", body)

    def stop_kernel(self, notebook: Path) -> None:
        """Stop the kernel of `notebook`, if it has one."""
        path = notebook.relative_to(self.root).as_posix()
        for session in self.api("GET", "sessions"):
            if session["path"] == path:
                self.api("DELETE", f"sessions/{session['id']}")

    def close(self) -> None:
        """Stop the server and its kernels, by process id, and delete its folder."""
        if self._process.poll() is None:
            # SIGTERM lets it end its kernels first.
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def _request(self, method: str, address: str, body: object) -> Any:
        request = urllib.request.Request(
            address,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = response.read()
        return json.loads(answer) if answer else None

    def _folder(self, name: str) -> Path:
        path = self._home / name
        path.mkdir()
        return path

    def _command(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            *(["--allow-root"] if os.geteuid() == 0 else []),
            "--expose-app-in-browser",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            "--ServerApp.ip=127.0.0.1",
            "--ServerApp.port=0",
            f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}",
            f"--LabApp.user_settings_dir={self._home / 'settings'}",
            f"--LabApp.workspaces_dir={self._home / 'workspaces'}",
            "--LabApp.news_url=",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ]

    def _environment(self) -> dict[str, str]:
        """The caller's environment, with every folder that Jupyter would share put aside."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
        return mine | {
            "JUPYTER_CONFIG_DIR": str(self._home / "config"),
            "JUPYTER_DATA_DIR": str(self._home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self._home / "runtime"),
            "IPYTHONDIR": str(self._home / "ipython"),
            # Cells import what the tests give them.
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
            # A key of the user's must never be spent by a test.
            "OPENAI_API_KEY": "",
            "OPENAI_AGENTS_DISABLE_TRACING": "1",
        }

    def _wait_for_url(self) -> str:
        """The server chooses its port and writes it down; that file is the sign that it listens."""
        sign = self._home / "runtime" / f"jpserver-{self.pid}.json"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"JupyterLab ended while starting:\n{self._tail()}")
            # Not there yet, or only half written.
            with suppress(FileNotFoundError, json.JSONDecodeError):
                return f"http://127.0.0.1:{json.loads(sign.read_text())['port']}"
            time.sleep(0.02)
        raise RuntimeError(f"JupyterLab was not up after {START_SECONDS:g} s:\n{self._tail()}")

    def _tail(self) -> str:
        self._log.flush()
        return (self._home / "server.log").read_text(errors="replace")[-4000:]
