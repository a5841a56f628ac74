"""A view wherever it stands: in a cell, or in another widget's output."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import OpenNotebook

IMPORTS = "from ipywidgets import Output, Tab, VBox\nfrom nbstream import stream\n"


@pytest.mark.parametrize(
    "place",
    [
        "display(out)\nwith out:\n    await stream(words)",
        "display(VBox([out]))\nwith out:\n    stream(words).wait()",
        "display(out)\nout.append_display_data(stream(words))",
        "display(Tab([VBox([stream(words)])]))",
    ],
)
def test_a_view_inside_a_widget_is_seen_once(open_notebook: OpenNotebook, place: str) -> None:
    notebook = open_notebook(f"{IMPORTS}words = ['seen ', '*once*']\nout = Output()", place)
    notebook.run(0)
    notebook.run(1)
    expect(notebook.views(1)).to_have_count(1)
    expect(notebook.views(1)).to_be_visible()
    expect(notebook.views(1)).to_contain_text("seen once")
    assert notebook.output(1).inner_text().count("seen once") == 1


@pytest.mark.parametrize("source", ["[]", "['', '']", "iter(())"])
def test_a_stream_that_said_nothing_says_so(open_notebook: OpenNotebook, source: str) -> None:
    notebook = open_notebook(f"{IMPORTS}await stream({source})")
    notebook.run()
    expect(notebook.views()).to_have_text("Ended without a word", use_inner_text=True)
