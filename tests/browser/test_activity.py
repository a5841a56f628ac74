"""One quiet line says what is awaited; it is true at every moment, and gone at the end."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import OpenNotebook

PHASES = """
from nbstream import stream
from nbstream.events import *
from browser.story import opened

async def phases():
    await opened("text")
    yield TextDelta("a", "Some text")
    await opened("pause")
    yield TextEnded("a")
    await opened("call")
    yield ToolCalled("t", "look_up")
    yield ToolArgumentsDelta("t", '{"where": ')
    await opened("tool")
    yield ToolArgumentsDelta("t", '"here"}')
    yield ToolArgumentsEnded("t")
    yield ToolStarted("t")
    await opened("thought")
    yield ToolReturned("t", "found")
    yield ReasoningDelta("r", "Hm")
    await opened("end")

await stream(phases())
"""


def test_the_activity_line_is_true_at_each_phase(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(PHASES)
    notebook.start()
    activity = notebook.activity()
    for gate, said in (
        ("text", "Waiting for the first token"),
        ("pause", "Writing"),
        ("call", "Waiting for the model"),
        ("tool", "Writing arguments"),
        ("thought", "Running look_up"),
        ("end", "Thinking"),
    ):
        expect(activity).to_contain_text(said)
        notebook.screenshot(f"activity-before-{gate}", 0)
        notebook.open_gate(gate)
    notebook.wait_until_done()
    expect(activity).to_be_hidden()
