"""What a file holds that was executed without a browser: the content, whoever waited for it."""

from __future__ import annotations

from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from kernel import executed, pages, printed, views
from nbstream.bounds import MAX_PAIRS

SOURCE = """
import asyncio
import nbstream
from nbstream import stream

async def words(count=20, pause=0.005):
    for number in range(count):
        yield f"*word{number}* "
        await asyncio.sleep(pause)
"""
WHOLE = "".join(f"*word{number}* " for number in range(20))


def html(cell: Any) -> str:
    return "".join(output.get("data", {}).get("text/html", "") for output in cell["outputs"])


def test_a_stream_that_its_cell_awaits_is_in_the_file_as_html_and_markdown() -> None:
    (_, cell) = executed(SOURCE, "await stream(words())").cells
    assert pages(cell) == [WHOLE]
    assert "<em>word0</em> <em>word1</em>" in html(cell)
    assert html(cell).count("<em>") == 20


def test_a_stream_that_a_later_cell_awaits_is_in_the_file_under_its_own_cell() -> None:
    notebook = executed(
        SOURCE,
        "going = stream(words(20, .02)); going",
        "over = stream(words()); over",
        "await asyncio.sleep(1)",
        "_ = await going",
        "_ = await over",
    )
    assert [pages(cell) for cell in notebook.cells] == [[], [WHOLE], [WHOLE], [], [], []]


def test_a_stream_in_a_blocking_wait_is_in_the_file() -> None:
    (_, cell) = executed(SOURCE, "stream(words()).wait()").cells
    assert pages(cell) == [WHOLE]
    assert "<em>word19</em>" in html(cell)


def test_what_a_writer_wrote_is_in_the_file() -> None:
    (_, cell) = executed(SOURCE, "with nbstream.writer() as out:\n    out.write('by *hand*')").cells
    assert pages(cell) == ["by *hand*"]
    assert "<em>hand</em>" in html(cell)


def test_a_last_cell_can_wait_for_all_that_nobody_awaited() -> None:
    notebook = executed(
        SOURCE,
        "async def broken():\n    yield 'half'\n    raise ValueError('out of words')",
        "stream(words(20, .02))",
        "stream(words())",
        "stream(broken())",
        "await nbstream.settled()",
    )
    assert [pages(cell) for cell in notebook.cells[2:4]] == [[WHOLE], [WHOLE]]
    assert "out of words" in html(notebook.cells[4])
    assert notebook.cells[5].outputs == []


def test_a_failed_run_is_in_the_file_with_its_error() -> None:
    notebook = executed(
        SOURCE,
        "async def broken():\n    yield 'half an '\n    raise ValueError('out of words')",
        "await stream(broken())",
        allow_errors=True,
    )
    (page,) = pages(notebook.cells[2])
    assert page.startswith("half an")
    assert "**ValueError**: out of words" in page
    assert notebook.cells[2].outputs[-1]["ename"] == "ValueError"


def test_each_display_of_a_view_keeps_the_content() -> None:
    notebook = executed(SOURCE, "view = await stream(words())", "display(view)", "view")
    assert [pages(cell) for cell in notebook.cells] == [[], [WHOLE], [WHOLE], [WHOLE]]


def test_settle_html_leaves_the_static_page_alone_in_the_place_of_the_view() -> None:
    notebook = executed(
        SOURCE,
        "await stream(words(), settle='html')",
        "view = stream(words(), settle='html'); view",
        "await asyncio.sleep(.5)",
        "await view",
    )
    for cell in (notebook.cells[1], notebook.cells[2]):
        assert len(cell.outputs) == 1
        assert views(cell) == []
        assert pages(cell) == [WHOLE]


def test_many_views_of_one_cell_fit_among_the_outputs_that_jupyterlab_shows() -> None:
    counts = [MAX_PAIRS, MAX_PAIRS + 1, 30, 20 * MAX_PAIRS]
    (_, *cells) = executed(
        SOURCE,
        *(
            f"views = [stream(words(1)) for _ in range({count})]\nfor v in views: display(v)\n"
            "await asyncio.gather(*views)\nNone"
            for count in counts
        ),
    ).cells
    for count, cell in zip(counts, cells, strict=True):
        assert len(cell["outputs"]) == count + MAX_PAIRS
        assert pages(cell) == ["*word0* "] * count


def test_a_view_that_was_closed_is_shown_as_it_came_to_rest() -> None:
    notebook = executed(
        SOURCE,
        "view = await stream(words())",
        "view.close()\nprint('closed')\nview",
        "display(view)\nview",
    )
    for cell in notebook.cells[2:]:
        assert pages(cell) == [WHOLE]
        # Twins hide the row above, where their view stood; above this one may stand anything.
        assert "nbs-twin" not in html(cell)


def test_settle_widget_keeps_nothing_until_it_is_settled_by_hand() -> None:
    notebook = executed(
        SOURCE,
        "kept = await stream(words(), settle='widget')",
        "other = await stream(words(), settle='widget')",
        "print(other.settle(), other.settle())",
    )
    assert pages(notebook.cells[1]) == []
    assert len(views(notebook.cells[1])) == 1
    assert pages(notebook.cells[2]) == [WHOLE]
    assert views(notebook.cells[2]) == []
    assert printed(notebook.cells[3]) == "None None\n"


def test_settling_by_hand_in_mid_run_keeps_what_there_is() -> None:
    notebook = executed(
        SOURCE,
        "async def half():\n    yield '*first*'\n    await asyncio.sleep(60)",
        "view = stream(half()); view",
        "await asyncio.sleep(.1)\nview.settle()",
    )
    assert pages(notebook.cells[2]) == ["*first*"]
    assert "<em>first</em>" in html(notebook.cells[2])


def test_half_of_what_has_arrived_is_kept_while_a_run_goes_on() -> None:
    notebook = executed(
        SOURCE,
        "async def slow():\n"
        "    yield 'x' * 1000\n"
        "    await asyncio.sleep(1)\n"
        "    yield 'y' * 900\n"
        "    await asyncio.sleep(1)\n"
        "    yield 'z' * 200\n"
        "    await asyncio.sleep(60)",
        "view = stream(slow())\ndisplay(view)\nawait asyncio.sleep(3.2)",
    )
    (page,) = pages(notebook.cells[2])
    assert len(page) >= 1050


@pytest.mark.parametrize("bound", ["MAX_ENGINE_BYTES = 1_000_000", "SECONDS = 1e-6"])
def test_an_engine_that_fails_leaves_the_markdown_and_says_so(bound: str) -> None:
    notebook = executed(
        SOURCE,
        f"from nbstream.export import engine\nengine.{bound}",
        "await stream(words())",
    )
    (page,) = pages(notebook.cells[2])
    assert page == WHOLE
    assert "*word0* *word1*" in html(notebook.cells[2])
    assert "could not be rendered" in html(notebook.cells[2])


def test_where_no_widget_is_shown_the_live_output_says_in_a_line_what_it_was() -> None:
    (_, cell) = executed(SOURCE, "await stream(words())").cells
    live, twin = [output["data"]["text/plain"] for output in cell.outputs]
    assert live == "A live answer; its static copy follows."
    assert twin == WHOLE
    (_, cell) = executed(SOURCE, "_ = await stream(words(), settle='widget')").cells
    assert cell.outputs[0]["data"]["text/plain"] == "A live answer: it needs its kernel."


def test_a_view_that_was_closed_while_it_ran_keeps_what_it_had() -> None:
    notebook = executed(
        SOURCE,
        "view = stream(words(1000, .01)); view",
        "await asyncio.sleep(.2)\nview.close()\nawait nbstream.settled()",
    )
    (page,) = pages(notebook.cells[1])
    assert page.startswith("*word0*")


SLOW = """
import time
from nbstream.delivery import thread_alarm
from nbstream.export import Page
from nbstream.widget import Twin

def slow(whole):
    time.sleep(30)
    return Page(1, "slow")

twin = Twin("m", slow, thread_alarm)
twin.publish()
written = twin.write()
"""


def test_a_page_that_runs_a_cell_does_not_wait_for_a_long_output() -> None:
    manager, client = start_new_kernel()
    try:
        asked = {"code": SLOW, "silent": False, "store_history": True, "allow_stdin": False}
        message = client.session.msg("execute_request", asked, metadata={"cellId": "c1"})
        client.shell_channel.send(message)
        reply = client.get_shell_msg(timeout=20)
        assert reply["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_settling_twice_at_once_and_closing_meanwhile_keeps_the_page() -> None:
    notebook = executed(
        SOURCE,
        "view = await stream(words())\nview.settle()\nview.settle()\nview.close()",
        "view.settle()",
    )
    assert pages(notebook.cells[1]) == [WHOLE]
    assert "<em>word19</em>" in html(notebook.cells[1])
    assert [cell.outputs for cell in notebook.cells[2:]] == [[]]


def test_an_output_that_is_cleared_while_it_is_rendered_stays_empty() -> None:
    (cell,) = executed(
        "import asyncio, nbstream\n"
        "from IPython.display import clear_output, display\n"
        "view = nbstream.stream(['- *word* `code`\\n' * 20_000])\n"
        "display(view)\n"
        "while view.status == 'streaming':\n"
        "    await asyncio.sleep(0)\n"
        "rendered = asyncio.ensure_future(nbstream.settled())\n"
        "await asyncio.sleep(0)\n"
        "meanwhile = not rendered.done()\n"
        "clear_output()\n"
        "await rendered\n"
        "print(meanwhile)"
    ).cells
    assert printed(cell) == "True\n"
    assert views(cell) == pages(cell) == []
