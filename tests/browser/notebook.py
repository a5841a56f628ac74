"""A notebook open in JupyterLab, as a reader meets it: cells, outputs, and console."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, ViewportSize

from browser.lab import Lab
from browser.story import gate_file

INPAGE = Path(__file__).parent / "inpage"
ARTIFACTS = Path(__file__).parents[2] / "artifacts" / "browser"

VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
MAX_PICTURE = 6_000

LOAD_MS = 60_000
RUN_MS = 60_000

# Console errors that are not ours, each with its reason.
NOISE = (
    # Chromium asks for it by itself; JupyterLab's server has none for our address.
    "favicon.ico",
    # A kernel that is restarted leaves JupyterLab's debugger without an answer.
    "Could not restore the debugger state",
    # A page that is left while JupyterLab still asks its kernel for a subshell.
    "Canceled future for create_subshell_request",
    # Notebook 7 looks for settings of parts that only JupyterLab has.
    "Cannot read properties of undefined (reading 'schema')",
    # And its pages ask for a file browser that they lack.
    "Command 'filebrowser:open-path' not registered",
)

_CELL = """
const panel = window.jupyterapp.shell.currentWidget
const cell = panel.content.widgets[index]
"""


@dataclass(frozen=True)
class Traffic:
    """What the page's WebSockets carried since `Notebook.forget_traffic`.

    Attributes:
        received: By "channel type": `count`, `bytes` and the `largest` one's bytes.
        sent: The same, from the page.
    """

    received: dict[str, dict[str, int]]
    sent: dict[str, dict[str, int]]

    def bytes_of(self, *types: str) -> int:
        """Bytes received in messages of these types on iopub."""
        return sum(self.received.get(f"iopub {type_}", {}).get("bytes", 0) for type_ in types)

    def count_of(self, *types: str) -> int:
        """Messages of these types received on iopub."""
        return sum(self.received.get(f"iopub {type_}", {}).get("count", 0) for type_ in types)


class Notebook:
    """A notebook open in a page.

    Attributes:
        page: Playwright's page.
        errors: What the page's console called an error, and every uncaught exception.
    """

    def __init__(self, page: Page, lab: Lab, path: Path, workspace: str) -> None:
        self.page = page
        self.lab = lab
        self.path = path
        self.errors: list[str] = []
        self._url = lab.page_url(path, workspace)
        page.on("console", self._on_console)
        page.on("pageerror", self._on_page_error)

    def open(self) -> None:
        """Open it, and return once its kernel is connected and idle.

        A page that shows JupyterLab already opens it in a tab there, in a tenth of the time.
        """
        if self.page.url.startswith(f"{self.lab.url}/lab"):
            path = self.path.relative_to(self.lab.root).as_posix()
            self.page.evaluate(
                """async path => {
                  await window.jupyterapp.commands.execute("docmanager:open", { path })
                }""",
                path,
            )
            self.forget_traffic()
        else:
            self.page.goto(self._url)
        self.wait_until_ready()

    def close(self) -> None:
        """Close it and what was opened beside it, unsaved, and leave JupyterLab open."""
        self.page.remove_listener("console", self._on_console)
        self.page.remove_listener("pageerror", self._on_page_error)
        self.page.set_viewport_size(VIEWPORT)
        self.page.evaluate(
            """() => {
              for (const tab of [...window.jupyterapp.shell.widgets("main")]) tab.dispose()
            }"""
        )

    def reload(self) -> None:
        """Reload the page, as a reader's F5 does; a running cell goes on in the kernel."""
        self.page.reload()
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.context?.isReady", timeout=LOAD_MS
        )
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.isReady", timeout=LOAD_MS
        )

    def reopen(self) -> None:
        """Reload the page with another kernel, which knows nothing of what has run.

        It is there before the page is: where JupyterLab starts one itself while it loads, and the
        machine is busy, its widget manager may take the new kernel's connection for a reason to
        restore widgets from the kernel alone, and never read those that the notebook saved.
        """
        self.lab.stop_kernel(self.path)
        self.lab.start_kernel(self.path)
        self.reload()

    def wait_until_ready(self) -> None:
        """Wait until the notebook is drawn and its kernel is idle."""
        self.page.wait_for_function(
            """() => {
              const panel = window.jupyterapp?.shell.currentWidget
              return panel?.context?.isReady && panel.sessionContext.isReady
                && panel.sessionContext.session?.kernel?.status === "idle"
            }""",
            timeout=LOAD_MS,
        )

    def start(self, index: int = 0) -> None:
        """Run a cell and return at once."""
        self._in_cell(
            index,
            """
            panel.content.deselectAll()
            panel.content.activeCellIndex = index
            window.jupyterapp.commands.execute("notebook:run-cell")
            """,
        )

    def start_all(self) -> None:
        """Run every cell, one after the other, and return at once."""
        self.page.evaluate(
            "() => void window.jupyterapp.commands.execute('notebook:run-all-cells')"
        )

    def run(self, index: int = 0) -> None:
        """Run a cell and wait until the kernel has finished it."""
        self.start(index)
        self.wait_until_done(index)

    def wait_until_done(self, index: int = 0) -> None:
        """Wait until a cell that was started has its number in place of the star."""
        self.page.wait_for_function(
            "index => {" + _CELL + "const { model } = cell\n"
            'return model.executionCount !== null && model.executionState === "idle" }',
            arg=index,
            timeout=RUN_MS,
        )

    def is_running(self, index: int = 0) -> bool:
        """Tell whether a cell that was started still has its star."""
        return bool(self._in_cell(index, 'return cell.model.executionState === "running"'))

    def cell(self, index: int = 0) -> Locator:
        """The whole cell."""
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')

    def output(self, index: int = 0) -> Locator:
        """A cell's output area: everything that it shows below its code."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def views(self, index: int = 0) -> Locator:
        """The live streams that a cell shows."""
        return self.output(index).locator(".nbs:not(.nbs-static)")

    def twins(self, index: int = 0) -> Locator:
        """The static outputs of a cell, seen or hidden."""
        return self.output(index).locator(".nbs-twin")

    def seen(self, index: int = 0) -> list[str]:
        """The text of each output of a cell that takes any room, as a reader sees it."""
        rows = self.output(index).locator(".jp-OutputArea-child")
        seen = """rows => rows
          .filter(row => row.getBoundingClientRect().height > 0)
          .map(row => row.innerText)"""
        return list(rows.evaluate_all(seen))

    def activity(self, index: int = 0) -> Locator:
        """The line that says what is awaited."""
        return self.views(index).locator(".nbs-activity")

    def tools(self, index: int = 0) -> Locator:
        """The tool cells in a cell's streams."""
        return self.views(index).locator(".nbs-tool")

    def outputs(self, index: int = 0) -> list[dict[str, Any]]:
        """What the notebook's model holds as a cell's outputs, as it would be saved."""
        return list(self._in_cell(index, "return cell.model.sharedModel.outputs"))

    def source_error(self, index: int = 0) -> str | None:
        """The class name of the exception that a cell raised, or `None`."""
        raised = [out for out in self.outputs(index) if out["output_type"] == "error"]
        return str(raised[0]["ename"]) if raised else None

    def saved_widget_states(self) -> list[dict[str, Any]]:
        """Save the notebook, and return the widget states that the file holds.

        None, unless `Lab.settings` told JupyterLab to keep them.
        """
        self.save()
        metadata = json.loads(self.path.read_text())["metadata"]
        kept = metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
        return list(kept.get("state", {}).values())

    def save(self) -> None:
        """Save the notebook, as Ctrl+S does."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def open_gate(self, name: str) -> None:
        """Let a source of this notebook go on that waits for the gate of that name."""
        gate_file(self.path.parent, name).touch()

    def watch_growth(self, index: int = 0) -> None:
        """From now on, note each text that a cell's output shows: `growth()` tells them."""
        self._in_cell(index, 'window.__watch(() => cell.node.querySelector(".jp-Cell-outputArea"))')

    def growth(self) -> list[tuple[float, int]]:
        """The texts seen: milliseconds of the page's clock, and the text's length."""
        return [(at, length) for at, length in self.page.evaluate("() => window.__growth")]

    def traffic(self) -> Traffic:
        """What the page's WebSockets have carried so far."""
        return Traffic(**self.page.evaluate("() => window.__wire"))

    def forget_traffic(self) -> None:
        """Count the page's traffic from here."""
        self.page.evaluate("() => { __wire.received = {}; __wire.sent = {} }")

    def screenshot(self, name: str, index: int) -> None:
        """Keep a picture of a cell, all of it, under `artifacts/browser`."""
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        cell = self.cell(index)
        box = cell.bounding_box()
        height = min(math.ceil(box["height"]) if box else 0, MAX_PICTURE) + VIEWPORT["height"]
        # Chromium draws what is in its window, and JupyterLab's notebook scrolls inside of it.
        self.page.set_viewport_size({**VIEWPORT, "height": height})
        cell.screenshot(path=ARTIFACTS / f"{name}.png")
        self.page.set_viewport_size(VIEWPORT)

    def _in_cell(self, index: int, body: str) -> Any:
        return self.page.evaluate("index => {" + _CELL + body + "}", index)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        self._note(f"{message.text} ({message.location.get('url', '')})")

    def _on_page_error(self, error: Error) -> None:
        self._note(f"uncaught: {error}")

    def _note(self, said: str) -> None:
        if not any(noise in said for noise in NOISE):
            self.errors.append(said)
