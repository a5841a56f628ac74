"""The demo's words, agents and tools: real but for what the model says."""

from __future__ import annotations

import json
import time
from pathlib import Path

import nbstream
import sdk
from nbstream import demo
from nbstream.demo.pace import pieces
from nbstream.demo.words import MARKDOWN, PACKING_LIST
from nbstream.document import Block

NO_FERRY = ConnectionError("the ferry company of Oslo did not answer")
QUICKSTART = Path(__file__).parents[2] / "notebooks" / "quickstart.ipynb"


def tools(view: nbstream.StreamView) -> dict[str, Block]:
    return {b.props["call_id"]: b for b in view.document.blocks if b.kind == "tool"}


async def test_the_page_is_written_word_by_word() -> None:
    came = [piece async for piece in demo.text(words_per_second=0)]
    assert "".join(came) == MARKDOWN
    assert len(came) > 100


async def test_it_is_written_at_the_speed_that_was_asked_for() -> None:
    began, count = time.monotonic(), 0
    async for _ in demo.text(words_per_second=500):
        count += 1
    assert 0.9 * count / 500 < time.monotonic() - began < 3


def test_pieces_make_the_text_again() -> None:
    for text in (MARKDOWN, PACKING_LIST, "", " ", "\n\n x \n", "averyveryverylongwordindeed"):
        assert "".join(pieces(text)) == text


async def test_the_agent_shows_everything_there_is_to_see() -> None:
    view = await nbstream.run(demo.agent(words_per_second=0), "What should I pack?")
    kinds = [block.kind for block in view.document.blocks]
    assert kinds == ["run", "reasoning", "text", "tool", "tool", "tool", "text", "handoff", "text"]
    shown = tools(view)
    assert shown["demo_lisbon"].props["status"] == "done"
    assert shown["demo_oslo"].props["output"].startswith("Oslo: 2 °C")
    assert shown["demo_ferry"].props["status"] == "failed"
    assert shown["demo_ferry"].props["error"] == sdk.told_by_a_run(NO_FERRY)
    assert view.result.final_output == PACKING_LIST
    assert view.result.last_agent.name == "Packer"


async def test_two_tools_run_at_the_same_time() -> None:
    view = await nbstream.run(demo.agent(words_per_second=2000), "What should I pack?")
    lisbon, oslo = (tools(view)[call].props for call in ("demo_lisbon", "demo_oslo"))
    assert max(lisbon["started"], oslo["started"]) < lisbon["started"] + lisbon["seconds"]
    assert max(lisbon["started"], oslo["started"]) < oslo["started"] + oslo["seconds"]


async def test_an_agent_can_be_run_again() -> None:
    agent = demo.agent(words_per_second=0)
    first = await nbstream.run(agent, "What should I pack?")
    second = await nbstream.run(agent, "And now?")
    assert first.text == second.text
    third = await nbstream.run(
        agent, [*second.result.to_input_list(), {"role": "user", "content": "x"}]
    )
    assert third.text == first.text


def test_the_quickstart_is_kept_without_outputs_and_runs_in_any_python_kernel() -> None:
    notebook = json.loads(QUICKSTART.read_text("utf-8"))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
