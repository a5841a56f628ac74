"""A demo that runs: started as a person would, asked as a browser would, ended by Ctrl-C."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import psutil

START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo that listens has said; `address` leads to its notebook, token included."""

    address: str
    pid: int

    def page(self) -> str:
        """Return the page that the address leads to."""
        with urlopen(self.address, timeout=30) as response:
            assert response.status == 200
            return str(response.read().decode())

    def api(self, path: str, body: object = None) -> Any:
        """Ask the server what a page of it would ask."""
        parts = urlsplit(self.address)
        (token,) = parse_qs(parts.query)["token"]
        request = Request(
            f"http://{parts.netloc}/api/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {token}"},
        )
        with urlopen(request, timeout=30) as response:
            return json.load(response)


@contextmanager
def running(command: Sequence[str], variables: Mapping[str, str]) -> Iterator[Demo]:
    """Run a demo, and end it by Ctrl-C: in good order, and nothing of it stays behind."""
    with subprocess.Popen(
        command,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said: list[str] = []
        try:
            for line in process.stdout:
                said.append(line)
                if address := re.search(r"http://127\.0\.0\.1:\d+/\S+", line):
                    yield Demo(address.group(), process.pid)
                    break
            else:
                raise AssertionError("".join(said))
            family = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            assert process.wait(STOP_SECONDS) == 0, process.stdout.read()
            assert [child for child in family if child.is_running()] == []
        finally:
            process.kill()
