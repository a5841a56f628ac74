"""How a view shows itself and what an executed notebook keeps, in real kernels."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kernel import executed, pages, printed, saved_texts, states, views

SOURCE = """
import asyncio
from nbstream import stream

async def words(count=20, pause=0.005):
    for number in range(count):
        yield f"word{number} "
        await asyncio.sleep(pause)
"""
WHOLE = "".join(f"word{number} " for number in range(20))


def test_a_bare_await_as_the_last_line_shows_one_view_and_its_twin() -> None:
    notebook = executed(SOURCE, "await stream(words())")
    assert len(views(notebook.cells[1])) == 1
    assert len(notebook.cells[1].outputs) == 2
    assert pages(notebook.cells[1]) == [WHOLE]
    assert saved_texts(notebook, views(notebook.cells[1])) == [WHOLE]


def test_every_way_to_show_a_view_shows_it_as_often_as_was_asked() -> None:
    notebook = executed(
        SOURCE,
        "view = stream(words()); view",
        "await view",
        "view",
        "late = stream(words())\nawait late\nlate",
        "other = await stream(words())",
        "display(other)\ndisplay(other)",
        "quiet = await stream(words(), show=False)",
        "quiet.text == late.text",
        "stream(words()).wait()",
        "await stream(words())\ndisplay(other)\nNone",
        "twice = await stream(words())\ndisplay(twice)\ntwice",
    )
    shown = [len(views(cell)) for cell in notebook.cells]
    assert shown == [0, 1, 0, 1, 1, 1, 2, 0, 0, 1, 2, 2]
    assert notebook.cells[8].outputs[0]["data"]["text/plain"] == "True"


def test_a_captured_cell_holds_its_view_once() -> None:
    notebook = executed(SOURCE, "%%capture held\nstream(words()).wait()", "held.show()")
    assert [len(views(cell)) for cell in notebook.cells] == [0, 0, 1]


def test_a_view_in_a_box_does_not_show_itself_again() -> None:
    notebook = executed(
        SOURCE,
        "from ipywidgets import HTML, VBox\nview = stream(words())\nVBox([HTML('above'), view])",
        "view = await view",
    )
    assert [len(views(cell)) for cell in notebook.cells] == [0, 1, 0]


def test_the_last_result_is_still_the_view() -> None:
    notebook = executed(
        SOURCE, "await stream(words())", "print(type(_).__mro__[1].__name__, _.text)"
    )
    assert printed(notebook.cells[2]).startswith("StreamView word0 word1")


def test_an_executed_notebook_keeps_every_text_it_waited_for() -> None:
    notebook = executed(
        SOURCE,
        "await stream(words())",
        "background = stream(words()); background",
        "await background",
        "_ = stream(words()).wait()",
        "import nbstream\nwith nbstream.writer() as out:\n    print('by hand', file=out)",
    )
    ids = [name for cell in notebook.cells for name in views(cell)]
    assert saved_texts(notebook, ids) == [WHOLE, WHOLE, WHOLE, "by hand\n"]


def test_a_run_that_ended_between_two_cells_is_kept_by_the_one_that_awaits_it(
    tmp_path: Path,
) -> None:
    begun, over = tmp_path / "begun", tmp_path / "over"

    def wait_for_its_end() -> None:
        while begun.exists() and not over.exists():
            time.sleep(0.01)

    notebook = executed(
        SOURCE,
        f"from pathlib import Path\nview = stream(words(20, .02)); display(view)\n"
        f"view._driver.start().add_done_callback(lambda _: Path({str(over)!r}).touch())\n"
        f"Path({str(begun)!r}).touch()",
        "_ = await view",
        between=wait_for_its_end,
    )
    assert saved_texts(notebook, views(notebook.cells[1])) == [WHOLE]


def test_the_failure_of_a_source_is_kept_and_raised_in_the_cell() -> None:
    notebook = executed(
        SOURCE,
        "async def broken():\n    yield 'half an '\n    raise ValueError('out of words')",
        "await stream(broken())",
        "print('after')",
        allow_errors=True,
    )
    assert notebook.cells[2].outputs[-1]["ename"] == "ValueError"
    (name,) = views(notebook.cells[2])
    kinds = [block["kind"] for block in states(notebook)[name]["snapshot"]["blocks"]]
    assert kinds == ["run", "text", "error"]
    assert saved_texts(notebook, [name]) == ["half an "]


def test_the_traceback_in_the_cell_is_the_sources_own() -> None:
    notebook = executed(
        "from nbstream import stream",
        "async def broken():\n    yield 'x'\n    raise ValueError('mine')",
        "await stream(broken())",
        allow_errors=True,
    )
    traceback = "\n".join(notebook.cells[2].outputs[-1]["traceback"])
    assert "broken()" in traceback
    assert "src/nbstream" not in traceback


def test_a_failure_that_nobody_awaits_disturbs_nothing() -> None:
    notebook = executed(
        SOURCE,
        "async def broken():\n    yield 'x'\n    raise ValueError('unseen')",
        "view = stream(broken()); view",
        "import gc, asyncio\nawait asyncio.sleep(.1)\nprint(view.status)\ndel view\ngc.collect();",
        allow_errors=True,
    )
    assert printed(notebook.cells[3]) == "failed\n"
    assert all(output.get("name") != "stderr" for output in notebook.cells[3].outputs)


def test_a_source_that_exits_leaves_the_kernel_alive() -> None:
    notebook = executed(
        SOURCE,
        "kept = 1\nasync def leaving():\n    yield 'x'\n    raise SystemExit(3)",
        "await stream(leaving())",
        "stream(leaving()).wait()",
        "view = stream(leaving()); view",
        "await asyncio.sleep(.1)\nprint(kept, view.status)",
        allow_errors=True,
    )
    for cell in notebook.cells[2:4]:
        assert "SystemExit" in [output.get("ename") for output in cell.outputs]
    assert printed(notebook.cells[5]) == "1 failed\n"


def test_thirty_views_carry_the_renderer_once() -> None:
    notebook = executed(
        SOURCE, "views = [stream(words(2)) for _ in range(30)]\nfor v in views: await v"
    )
    kept = states(notebook)
    renderers = [state for state in kept.values() if state.get("core")]
    assert len(renderers) == 1
    streams = [state for state in kept.values() if "batch" in state]
    assert len(streams) == 30
    assert max(len(str(state)) for state in streams) < 12_000


def test_an_interrupted_cell_stops_its_run() -> None:
    notebook = executed(
        SOURCE,
        "view = stream(words(10_000, .01), show=False)\n"
        "waiting = asyncio.ensure_future(asyncio.wait_for(view._finished(), .3))\n"
        "try:\n    await waiting\nexcept TimeoutError:\n    print('left', view.status)",
    )
    assert printed(notebook.cells[1]) == "left stopped\n"


def test_a_blocked_cell_that_is_interrupted_stops_its_run() -> None:
    notebook = executed(
        SOURCE,
        "import os, signal, threading\n"
        "view = stream(words(10_000, .01), show=False)\n"
        "threading.Timer(.5, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "try:\n    view.wait()\nexcept KeyboardInterrupt:\n    print('left', view.status)",
        "print(view.status, len(asyncio.all_tasks()) < 5)",
    )
    assert printed(notebook.cells[1]) == "left stopped\n"
    assert printed(notebook.cells[2]) == "stopped True\n"


def test_the_runtime_is_made_again_when_all_widgets_were_closed() -> None:
    notebook = executed(
        SOURCE,
        "await stream(words(1))",
        "from ipywidgets import Widget\nWidget.close_all()",
        "view = await stream(words(1))\nprint(view.text)",
    )
    assert "word0" in printed(notebook.cells[3])


ASKS = """
import nbstream
from agents import Agent, function_tool
from agents.testing import ScriptedModel, assistant_message, function_call

wiped = []

@function_tool(needs_approval=True)
def wipe(path: str) -> str:
    "Delete a file."
    wiped.append(path)
    return "wiped"

turns = [[function_call("wipe", {"path": "a"}, call_id="c")], [assistant_message("Done.")]]
agent = Agent(name="A", model=ScriptedModel(turns), tools=[wipe])
"""


@pytest.mark.parametrize("waits", ["await view", "view.wait()"])
def test_a_run_that_asks_hangs_no_notebook_that_nobody_sees(waits: str) -> None:
    notebook = executed(
        f"{ASKS}view = nbstream.run(agent, 'go')\n{waits}\nprint(view.status, wiped)",
        f"view.approve('c')\n{waits}\nprint(view.status, wiped, view.text)",
    )
    first, second = (printed(cell) for cell in notebook.cells)
    assert first == "streaming []\n"
    assert second == "done ['a'] Done.\n"


def test_a_page_is_told_of_a_long_document_without_its_blocks_and_a_person_has_them() -> None:
    notebook = executed(
        "from nbstream import stream\nview = await stream(['word ' * 200_000])",
        "len(view.get_state()['snapshot']['blocks'][1]['text'])",
    )
    (view,) = views(notebook.cells[0])
    told = states(notebook)[view]["snapshot"]
    assert (told["blocks"], told["parts"]) == ([], True)
    (output,) = notebook.cells[1]["outputs"]
    assert output["data"]["text/plain"] == "1000000"
