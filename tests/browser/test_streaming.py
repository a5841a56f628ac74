"""Text arrives while it is written, on every view of it, and costs what it is long."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from browser.conftest import OpenNotebook
from browser.notebook import Notebook
from browser.story import words

IMPORTS = (
    "from nbstream import stream\nfrom browser.story import bursts, gated, opened, paced, words\n"
)
HALVES = f"{IMPORTS}source = gated(words(20), 'second half', words(20, 20))\n"
FIRST_HALF = re.compile(r"word00000.*word00019\s*", re.DOTALL)
WHOLE = re.compile(r"word00000.*word00039\s*", re.DOTALL)


def shown_words(notebook: Notebook, index: int = 0) -> list[str]:
    return re.findall(r"word\d{5}", notebook.output(index).inner_text())


def test_text_appears_before_the_run_has_ended(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{HALVES}await stream(source)")
    notebook.start()
    expect(notebook.output()).to_contain_text(FIRST_HALF)
    assert notebook.is_running()
    assert "word00020" not in notebook.output().inner_text()
    notebook.open_gate("second half")
    notebook.wait_until_done()
    expect(notebook.output()).to_contain_text(WHOLE)
    assert shown_words(notebook) == [word.strip() for word in words(40)]


def test_the_first_token_is_visible_before_there_is_a_second(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{IMPORTS}await stream(gated(['One'], 'rest', [' and two']))")
    notebook.start()
    expect(notebook.output()).to_contain_text("One")
    assert notebook.is_running()
    notebook.open_gate("rest")
    notebook.wait_until_done()
    expect(notebook.output()).to_contain_text("One and two")


def test_500_tokens_show_at_least_10_growing_texts_before_the_end(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(
        f"{IMPORTS}"
        "async def source():\n"
        "    async for word in paced(words(499), per_second=250):\n"
        "        yield word\n"
        "    await opened('last')\n"
        "    yield 'last word'\n"
        "await stream(source())"
    )
    notebook.watch_growth()
    notebook.start()
    expect(notebook.output()).to_contain_text("word00498", timeout=20_000)
    texts = [length for _, length in notebook.growth()]
    assert notebook.is_running()
    notebook.open_gate("last")
    notebook.wait_until_done()
    assert len(texts) >= 10
    assert texts == sorted(set(texts)), "a text became shorter"


def test_twice_the_text_costs_at_most_twice_the_bytes(open_notebook: OpenNotebook) -> None:
    # A burst is a batch, so that their number is the text's doing and not the clock's.
    run = "await stream(bursts(words({count}), 10), batch_size=10, max_delay_ms=5000)"
    notebook = open_notebook(IMPORTS, run.format(count=500), run.format(count=1000))
    notebook.run(0)
    costs = []
    for index, last in ((1, "word00499"), (2, "word00999")):
        notebook.forget_traffic()
        notebook.run(index)
        expect(notebook.output(index)).to_contain_text(last)
        costs.append(notebook.traffic().bytes_of("comm_msg"))
    assert costs[1] <= costs[0] * 2 * 1.1, costs


def test_a_second_display_shows_the_whole_in_mid_stream_and_goes_on(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source)\nview", "display(view)")
    notebook.run(0)
    expect(notebook.output(0)).to_contain_text(FIRST_HALF)
    notebook.run(1)
    expect(notebook.output(1)).to_contain_text(FIRST_HALF)
    notebook.open_gate("second half")
    expect(notebook.output(0)).to_contain_text(WHOLE)
    expect(notebook.output(1)).to_contain_text(WHOLE)
    assert shown_words(notebook, 0) == shown_words(notebook, 1)


def test_a_reloaded_page_shows_the_whole_in_mid_stream_and_goes_on(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source)\nview", anew=True)
    notebook.run()
    expect(notebook.output()).to_contain_text(FIRST_HALF)
    notebook.save()
    notebook.reload()
    expect(notebook.output()).to_contain_text(FIRST_HALF, timeout=20_000)
    assert "word00020" not in notebook.output().inner_text()
    notebook.open_gate("second half")
    expect(notebook.output()).to_contain_text(WHOLE)
    assert shown_words(notebook) == [word.strip() for word in words(40)]


def test_a_bare_await_as_last_line_shows_exactly_one_output_that_is_seen(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(
        f"{IMPORTS}await stream(words(5))", "_.text", "stream(words(5)).wait()"
    )
    for index in (0, 2):
        notebook.run(index)
        expect(notebook.output(index)).to_contain_text("word00004")
        assert len(notebook.seen(index)) == 1
    notebook.run(1)
    expect(notebook.output(1)).to_contain_text("word00004")


def test_display_shows_one_more_in_step_beside_the_bare_await(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(
        f"{HALVES}view = stream(source)\ndisplay(view)\ndisplay(view)\nawait view"
    )
    notebook.start()
    views = notebook.views()
    expect(views).to_have_count(2)
    for view in views.all():
        expect(view).to_contain_text(FIRST_HALF)
    notebook.open_gate("second half")
    notebook.wait_until_done()
    for view in views.all():
        expect(view).to_contain_text(WHOLE)
    assert len(notebook.seen()) == 2


def test_an_exception_of_the_source_stands_under_the_text_and_is_raised(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(
        f"{IMPORTS}"
        "async def source():\n"
        "    yield 'What had arrived.'\n"
        "    raise ConnectionResetError('the line went dead')\n"
        "await stream(source())"
    )
    notebook.run()
    assert notebook.source_error() == "ConnectionResetError"
    view = notebook.views().first
    expect(view).to_contain_text(
        re.compile(r"What had arrived\..*ConnectionResetError.*the line went dead", re.DOTALL)
    )
    notebook.screenshot("an-exception-of-the-source", 0)


def test_a_synchronous_cell_shows_text_while_it_runs(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(
        "import nbstream\n"
        "from browser.story import wait_until_opened\n"
        "with nbstream.writer() as out:\n"
        "    out.write('Written **before** the gate')\n"
        "    wait_until_opened('gate')\n"
        "    print(', and after it', file=out)"
    )
    notebook.start()
    expect(notebook.output()).to_contain_text("Written before the gate")
    assert notebook.is_running()
    notebook.open_gate("gate")
    notebook.wait_until_done()
    expect(notebook.output()).to_contain_text("Written before the gate, and after it")
