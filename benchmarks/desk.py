"""A notebook open in a page, with what the benchmarks read off it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.cdp import Browser
from browser.lab import Lab

TESTS = Path(__file__).parents[1] / "tests"
SCRIPTS = [
    TESTS / "browser" / "inpage" / "wire.js",
    Path(__file__).parent / "inpage" / "probe.js",
]
LOAD_SECONDS = 60.0

_CELL = """
const panel = window.jupyterapp.shell.currentWidget
const cell = panel.content.widgets[0]
"""


@dataclass(frozen=True)
class Usage:
    """What had been spent by some moment.

    Attributes:
        kernel_seconds: CPU of the kernel's process.
        page_seconds: CPU of the page's main thread.
        at: Wall clock, monotonic seconds.
    """

    kernel_seconds: float
    page_seconds: float
    at: float


@dataclass(frozen=True)
class Memory:
    """What the page holds after a garbage collection, in MB.

    Attributes:
        heap: JavaScript's heap.
        process: Memory that is the page process's alone.
    """

    heap: float
    process: float


class Desk:
    """One cell, one kernel, one page; whatever is run replaces what the cell held."""

    def __init__(self, browser: Browser, lab: Lab, name: str) -> None:
        self._browser = browser
        self._lab = lab
        self._path = lab.write_notebook(f"{name}/{name}.ipynb", [""])
        lab.start_kernel(self._path)
        before = self._renderers()
        self._page = browser.new_page()
        self._page.call("Page.enable")
        for script in SCRIPTS:
            self._page.call("Page.addScriptToEvaluateOnNewDocument", source=script.read_text())
        self._page.call("Performance.enable", timeDomain="threadTicks")
        self._page.call("Page.navigate", url=lab.page_url(self._path, name))
        self._wait_until_ready()
        # Chromium keeps a spare renderer ready, so ours may be an old one: it is the busy one.
        spent = {pid: cpu - before.get(pid, 0) for pid, cpu in self._renderers().items()}
        self._renderer = psutil.Process(max(spent, key=spent.__getitem__))
        self._kernel = psutil.Process(int(self.run("import os; print(os.getpid())")))

    def run(self, code: str) -> str:
        """Run code in the cell, wait for its end, and return what it printed.

        Raises:
            RuntimeError: It raised.
        """
        return str(self._page.evaluate(f"({_RUN})({json.dumps(code)}).finished"))

    def follow(self, code: str, last: int, limit_seconds: float) -> dict[str, Any]:
        """Run code and follow what the cell shows until piece `last` is on screen.

        Returns:
            What `inpage/probe.js` tells of it: `seen` and `frames`.
        """
        return dict(
            self._page.evaluate(
                f"(() => {{ const {{ shown, finished }} = ({_RUN})({json.dumps(code)});"
                f" const followed = window.__follow(shown, {last}, {limit_seconds * 1000});"
                " return finished.then(() => followed) })()"
            )
        )

    def both(self, look: str, code: str) -> Any:
        """Run code in the cell, and return what a script of the page saw meanwhile."""
        return self.evaluate(
            f"(() => {{ const seen = {look}; const {{ finished }} = ({_RUN})({json.dumps(code)});"
            " return finished.then(() => seen) })()"
        )

    def silently(self, code: str) -> None:
        """Run code in the kernel, and in no cell."""
        self.evaluate(
            "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
            f".requestExecute({{ code: {json.dumps(code)}, silent: true }}).done.then(() => null)"
        )

    def evaluate(self, script: str) -> Any:
        """Return what a script of the page comes to."""
        return self._page.evaluate(script)

    def usage(self) -> Usage:
        """Read the clocks of kernel and page."""
        metrics = self._page.call("Performance.getMetrics")["metrics"]
        page = next(each["value"] for each in metrics if each["name"] == "TaskDuration")
        return Usage(_cpu_seconds(self._kernel), page, time.monotonic())

    def memory(self) -> Memory:
        """Collect garbage and read what is left."""
        self._page.call("HeapProfiler.collectGarbage")
        heap = self._page.call("Runtime.getHeapUsage")["usedSize"]
        return Memory(heap / 1e6, self._renderer.memory_full_info().uss / 1e6)

    def received(self) -> dict[str, dict[str, int]]:
        """What the page's WebSockets have received, by "channel type"."""
        return dict(self._page.evaluate("window.__wire.received"))

    def forget_traffic(self) -> None:
        """Count from here."""
        self._page.evaluate("void (window.__wire.received = {})")

    def clock_ahead(self) -> float:
        """How many seconds the page's clock is ahead of ours; half a round trip is uncertain."""

        def one() -> tuple[float, float]:
            before = time.time()
            page = self._page.evaluate("performance.timeOrigin + performance.now()") / 1000
            after = time.time()
            return after - before, page - (before + after) / 2

        return min(one() for _ in range(9))[1]

    def close(self) -> None:
        """Close the page and stop the kernel."""
        self._page.close()
        self._lab.stop_kernel(self._path)

    def _renderers(self) -> dict[int, float]:
        processes = self._browser.processes()
        return {each["id"]: each["cpuTime"] for each in processes if each["type"] == "renderer"}

    def _wait_until_ready(self) -> None:
        wait_for(
            lambda: self._page.evaluate(
                """(() => {
                  const panel = window.jupyterapp?.shell.currentWidget
                  return Boolean(panel?.context?.isReady && panel.sessionContext.isReady
                    && panel.sessionContext.session?.kernel?.status === "idle")
                })()"""
            ),
            "JupyterLab to open the notebook",
        )


# `finished` resolves when the kernel is done with the cell; it rejects with what the cell raised.
_RUN = f"""code => {{
  {_CELL}
  cell.model.sharedModel.setSource(code)
  panel.content.activeCellIndex = 0
  const printed = () => cell.model.sharedModel.outputs.map(output => {{
    if (output.output_type === "error") throw Error(output.traceback.join("\\n"))
    return [output.text ?? ""].flat().join("")
  }}).join("").trim()
  return {{
    shown: () => cell.node.querySelector(".jp-Cell-outputArea"),
    finished: window.jupyterapp.commands.execute("notebook:run-cell").then(printed),
  }}
}}"""


def wait_for(condition: Callable[[], Any], what: str) -> None:
    """Return once the condition holds.

    Raises:
        TimeoutError: It did not in time.
    """
    deadline = time.monotonic() + LOAD_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {LOAD_SECONDS:g} s for {what}")
        time.sleep(0.05)


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
