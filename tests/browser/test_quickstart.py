"""The notebook that everybody opens first, run from top to bottom as a reader would."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from browser.conftest import OpenNotebook
from browser.notebook import Notebook

QUICKSTART = Path(__file__).parents[2] / "notebooks" / "quickstart.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"


def code_cells() -> dict[int, str]:
    """The notebook's code cells, by their place in it."""
    cells = json.loads(QUICKSTART.read_text())["cells"]
    return {
        index: "".join(cell["source"])
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code"
    }


def test_the_quickstart_runs_from_top_to_bottom(open_notebook: OpenNotebook) -> None:
    cells = code_cells()
    agent = next(index for index, source in cells.items() if "demo.agent()" in source)
    notebook = open_notebook(file=QUICKSTART)
    notebook.start_all()
    tools = notebook.tools(agent)
    # They run at the same time, and each has its cell before any other output is there.
    expect(tools).to_have_count(3, timeout=30_000)
    assert notebook.is_running(agent)
    for index in cells:
        notebook.wait_until_done(index)
        assert notebook.source_error(index) is None, cells[index]
    assert sum(shows_one_view(notebook, index) for index in cells) >= 4
    for tool in tools.all():
        expect(tool).to_have_attribute("data-status", re.compile("done|failed"))
        failed = tool.get_attribute("data-status") == "failed"
        expect(tool).to_have_js_property("open", failed)
    expect(notebook.views(agent).locator(".nbs-tool[data-status=failed]")).to_have_count(1)
    expect(notebook.views(agent).locator(".nbs-handoff")).to_have_count(1)


def shows_one_view(notebook: Notebook, index: int) -> bool:
    """Whether a cell shows a stream; one that does shows it once, ended, and without warnings."""
    outputs = notebook.outputs(index)
    assert "stderr" not in [output.get("name") for output in outputs], outputs
    views = [output for output in outputs if WIDGET in output.get("data", {})]
    expect(notebook.views(index)).to_have_count(len(views))
    if not views:
        return False
    assert len(views) == 1
    expect(notebook.activity(index)).to_be_hidden()
    notebook.screenshot(f"quickstart-{index}", index)
    return True
