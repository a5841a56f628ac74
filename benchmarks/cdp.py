"""Chromium, driven over its own protocol.

Not through Playwright: that keeps the protocol's network events on in each page, and so copies
every WebSocket message through the browser and a second process while it is being measured.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

from browser import chromium

START_SECONDS = 30.0
ANSWER_SECONDS = 300.0


class CdpError(RuntimeError):
    """Chromium refused a command, or the page's own script failed."""


class Browser:
    """A Chromium of its own, with a profile that is gone afterwards.

    Attributes:
        pid: Of the browser process; renderers are its descendants.
    """

    def __init__(self) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="nbstream-chromium-"))
        self._process = subprocess.Popen(
            [
                chromium.executable(),
                *chromium.switches(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--window-size=1280,900",
                f"--user-data-dir={self._profile}",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.pid = self._process.pid
        self._asked = 0
        try:
            self._connection = self._connect()
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._end()

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Give one command and return its answer.

        Raises:
            CdpError: Chromium refused it.
            TimeoutError: No answer came in time.
        """
        self._asked += 1
        asked = self._asked
        command: dict[str, Any] = {"id": asked, "method": method, "params": params}
        if session is not None:
            command["sessionId"] = session
        self._connection.send(json.dumps(command))
        while True:
            answer = json.loads(self._connection.recv(timeout=ANSWER_SECONDS))
            if answer.get("id") != asked:
                continue  # an event: nothing here listens to any
            if "error" in answer:
                raise CdpError(f"{method}: {answer['error']['message']}")
            return dict(answer["result"])

    def new_page(self) -> Page:
        """Open an empty page in front of the others."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        return Page(self, target, attached["sessionId"])

    def processes(self) -> list[dict[str, Any]]:
        """Chromium's own list: each process's `type`, `id` (pid) and `cpuTime` (s)."""
        return list(self.call("SystemInfo.getProcessInfo")["processInfo"])

    def _connect(self) -> ClientConnection:
        sign = self._profile / "DevToolsActivePort"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            # Two lines: the port, and the path; the second may not be written yet.
            lines = sign.read_text().splitlines() if sign.exists() else []
            if len(lines) == 2:
                return connect(f"ws://127.0.0.1:{lines[0]}{lines[1]}", max_size=None)
            time.sleep(0.02)
        raise RuntimeError(f"Chromium was not up after {START_SECONDS:g} s")

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)


class Page:
    """One page of it."""

    def __init__(self, browser: Browser, target: str, session: str) -> None:
        self._browser = browser
        self._target = target
        self._session = session

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Give this page a command."""
        return self._browser.call(method, self._session, **params)

    def evaluate(self, expression: str) -> Any:
        """Evaluate JavaScript, wait for it if it is a promise, and return its JSON value.

        Raises:
            CdpError: It threw.
        """
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise CdpError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def close(self) -> None:
        """Close the page."""
        self._browser.call("Target.closeTarget", targetId=self._target)
