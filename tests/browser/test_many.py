"""Several streams at once: none waits for another, and the renderer travels once."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from browser.conftest import OpenNotebook
from browser.lab import Lab

IMPORTS = """\
import asyncio
from nbstream import stream
from browser.story import gated, paced, words
"""


def test_two_streams_grow_at_once(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(
        IMPORTS,
        "one = stream(gated(words(20), 'one', ['end of one']))\none",
        "two = stream(gated(words(20, 500), 'two', ['end of two']))\ntwo",
    )
    for index in range(3):
        notebook.run(index)
    expect(notebook.output(1)).to_contain_text("word00019")
    expect(notebook.output(2)).to_contain_text("word00519")
    # The later one ends first: neither holds the other up.
    notebook.open_gate("two")
    expect(notebook.output(2)).to_contain_text("end of two")
    assert "end of one" not in notebook.output(1).inner_text()
    notebook.open_gate("one")
    expect(notebook.output(1)).to_contain_text("end of one")
    assert "word005" not in notebook.output(1).inner_text()


def test_30_streams_complete_and_carry_the_renderer_once(
    open_notebook: OpenNotebook, lab: Lab
) -> None:
    with lab.settings("@jupyter-widgets/jupyterlab-manager:plugin", saveState=True):
        notebook = open_notebook(
            IMPORTS,
            "await stream(words(1))",
            "views = [stream(paced(words(100), per_second=50)) for _ in range(30)]\n"
            "for view in views:\n    display(view)\n"
            "await asyncio.gather(*views)",
            anew=True,
        )
        notebook.run(0)
        notebook.run(1)
        expect(notebook.output(1)).to_contain_text("word00000")
        one = notebook.traffic()
        notebook.forget_traffic()
        notebook.run(2)
        # Each is seen once, live or at rest: JupyterLab shows 50 outputs of a cell and no more.
        expect(notebook.views(2)).to_have_count(10)
        seen = [text for text in notebook.seen(2) if "word" in text]
        assert len(seen) == 30
        assert all("word00000" in text and "word00099" in text for text in seen)
        expect(notebook.output(2)).not_to_contain_text("Show more outputs")
        thirty = notebook.traffic()
        states = [len(json.dumps(state)) for state in notebook.saved_widget_states()]
    notebook.screenshot("thirty-streams", 2)
    # What carries the renderer is larger than this; what does not, is smaller.
    limit = 16_000
    assert one.received["iopub comm_open"]["largest"] > limit
    assert thirty.received["iopub comm_open"]["largest"] < limit
    assert len(states) >= 31
    assert sum(size > limit for size in states) == 1, sorted(states)
