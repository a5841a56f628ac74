"""Markdown engines side by side, in one browser, without a notebook."""

from __future__ import annotations

import json
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from benchmarks import ROOT
from benchmarks.cdp import Browser

INPAGE = Path(__file__).parent / "inpage"
OURS = ROOT / "js" / "dist" / "nbstream.js"
BENCH = ROOT / "js" / "bench"

RIVALS = ("marked + DOMPurify", "streaming-markdown", "markdown-it, tail", "streamdown")
# It parses all of the text for each frame: at 50,000 tokens that takes half an hour.
ONLY_SHORT = ("marked + DOMPurify",)

CHARACTERS_PER_TOKEN = 4

_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<title>engines</title>
<style>
  main { width: 800px; height: 600px; overflow-y: scroll; font: 14px/1.5 sans-serif; }
</style>
<main></main>
"""


@dataclass(frozen=True)
class Effort:
    """How much is measured: enough to tell, or enough to see that it works.

    Attributes:
        short, long: Tokens of the mixed document.
        few, many: Tokens of the blocks that grow long.
        windows: Places in a document that are measured.
        frames: Frames in each; and ten times as many at the end of a block that grew long.
        repeats: How often each frame is measured; the fastest counts.
        rivals: Whether the other engines are measured too.
    """

    short: int
    long: int
    few: int
    many: int
    windows: int
    frames: int
    repeats: int
    rivals: bool


FULL = Effort(5_000, 50_000, 5_000, 100_000, 8, 60, 4, True)
QUICK = Effort(500, 1_000, 500, 1_000, 2, 8, 1, False)


@dataclass(frozen=True)
class Frames:
    """What the measured frames of one engine and document cost, in ms.

    Attributes:
        script: Script and DOM alone, the mean.
        whole: With style and layout, the mean.
        median, p95: Of the latter.
        total: Of all frames of the document, by the mean of those measured.
    """

    script: float
    whole: float
    median: float
    p95: float
    total: float


class Engines:
    """A browser in which engines are measured, each document in a page of its own."""

    def __init__(self, browser: Browser, url: str, effort: Effort) -> None:
        self._browser = browser
        self._url = url
        self.effort = effort

    def mixed(self, engine: str, tokens: int) -> Frames:
        """Measure frames all over a mixed document."""
        effort = self.effort
        return self._timed(
            engine=engine,
            kind="mixed",
            characters=tokens * CHARACTERS_PER_TOKEN,
            windows=effort.windows,
            frames=effort.frames,
            repeats=effort.repeats,
        )

    def last(self, engine: str, kind: str, tokens: int) -> Frames:
        """Measure the last frames of a document of one kind."""
        effort = self.effort
        return self._timed(
            engine=engine,
            kind=kind,
            characters=tokens * CHARACTERS_PER_TOKEN,
            windows=1,
            frames=10 * effort.frames,
            repeats=effort.repeats,
            last=True,
        )

    def _timed(self, **asked: Any) -> Frames:
        page = self._browser.new_page()
        try:
            page.call("Page.enable")
            page.call("Page.navigate", url=self._url)
            invite = "await engines.invite()" if asked["engine"] in RIVALS else ""
            times = page.evaluate(
                f"""(async () => {{
                  while (document.readyState !== "complete")
                    await new Promise((resolve) => setTimeout(resolve, 20))
                  const engines = await import("{self._url}/engines.js")
                  {invite}
                  return engines.timed({json.dumps(asked)})
                }})()"""
            )
        finally:
            page.close()
        whole = sorted(times["whole"])
        mean = statistics.fmean(whole)
        return Frames(
            script=statistics.fmean(times["script"]),
            whole=mean,
            median=statistics.median(whole),
            p95=whole[int(len(whole) * 0.95)],
            total=mean * times["frames"],
        )


@contextmanager
def engines(browser: Browser, effort: Effort) -> Iterator[Engines]:
    """Serve the page and its scripts on loopback, and measure in `browser`."""
    with TemporaryDirectory(prefix="nbstream-engines-") as folder:
        site = Path(folder)
        (site / "index.html").write_text(_PAGE)
        scripts = [INPAGE / "engines.js", INPAGE / "documents.js", OURS]
        if effort.rivals:
            subprocess.run(["node", "build.mjs"], cwd=BENCH, check=True)
            scripts.append(BENCH / "dist" / "rivals.js")
        for script in scripts:
            (site / script.name).write_bytes(script.read_bytes())
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Isolated, directory=folder))
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Engines(browser, f"http://127.0.0.1:{server.server_port}", effort)
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Isolated(SimpleHTTPRequestHandler):
    """Serves pages that nothing else can look into: they get the clock in microseconds."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *given: Any) -> None:
        pass
