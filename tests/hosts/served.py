"""A host's own server on loopback, and one page of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

START_SECONDS = 90.0
STOP_SECONDS = 15.0
TESTS = Path(__file__).parents[1]


@contextmanager
def served(folder: Path, *command: str) -> Iterator[str]:
    """Run `python -m command… --port N` in `folder`; gives the address that it answers at."""
    port = free_port()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, f"--port={port}"],
            cwd=folder,
            env=os.environ
            | {
                "PYTHONPATH": str(TESTS),
                "JUPYTER_CONFIG_DIR": str(folder / "config"),
                "XDG_CONFIG_HOME": str(folder / "config"),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_it_answers(url, process, folder / "server.log")
            yield url
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port that nobody listens on; these servers take no 0."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    # A page may run the whole notebook before it comes: any other address tells as much.
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with suppress(urllib.error.HTTPError):
                urllib.request.urlopen(f"{url}/nothing-is-here", timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-4000:]}")
