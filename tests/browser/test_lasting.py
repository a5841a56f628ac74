"""A cell that streamed is readable wherever it is opened: live where it lives, else its twin."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from browser.conftest import OpenNotebook
from browser.kept import (
    HALVES,
    IMPORTS,
    WORDS,
    expect_all_where_no_kernel_starts,
    expect_all_without_a_kernel,
    expect_words,
    seen_words,
)
from browser.lab import Lab
from browser.notebook import LOAD_MS, Notebook


def kept(notebook: Notebook, index: int = 0) -> str:
    """The markdown that the file keeps of a cell."""
    notebook.save()
    outputs = json.loads(notebook.path.read_text())["cells"][index]["outputs"]
    return "".join("".join(output.get("data", {}).get("text/markdown", "")) for output in outputs)


def test_while_a_view_lives_its_twin_is_not_seen(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{IMPORTS}await stream(words(40))")
    notebook.run()
    expect(notebook.twins()).to_have_class(re.compile("nbs-static"))
    expect(notebook.twins()).to_be_hidden()
    expect_words(notebook, WORDS)
    assert len(notebook.seen()) == 1


def test_writing_the_hidden_twin_moves_nothing(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{HALVES}await stream(source)", "'what stands below'")
    notebook.start()
    expect(notebook.twins()).to_have_class(re.compile("nbs-static"))
    notebook.page.evaluate(
        """() => {
          window.__shifts = []
          new PerformanceObserver(list => __shifts.push(...list.getEntries().map(e => e.value)))
            .observe({ type: "layout-shift" })
        }"""
    )
    top = notebook.output().bounding_box()
    notebook.page.evaluate("() => document.fonts.ready")
    before = notebook.twins().get_attribute("class")
    notebook.open_gate("second half")
    notebook.wait_until_done()
    expect(notebook.twins()).not_to_have_class(str(before))
    after = notebook.output().bounding_box()
    assert top is not None
    assert after is not None
    assert after["y"] == top["y"]
    assert after["height"] == notebook.views().first.evaluate(
        "view => view.closest('.jp-OutputArea-child').getBoundingClientRect().height"
    )


def test_a_page_reloaded_with_its_kernel_shows_the_view_and_not_the_twin(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{IMPORTS}view = await stream(words(40))", "view.stop()", anew=True)
    notebook.run()
    expect_words(notebook, WORDS)
    notebook.save()
    notebook.reload()
    expect(notebook.views()).to_have_count(1)
    expect_words(notebook, WORDS)
    assert len(notebook.seen()) == 1


def test_a_notebook_reopened_without_its_kernel_shows_the_twin_and_no_error(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{IMPORTS}await stream(words(40))", "print('below')", anew=True)
    notebook.run(0)
    notebook.run(1)
    expect_all_without_a_kernel(notebook, "reopened-trusted")
    expect_all_where_no_kernel_starts(notebook)


def test_a_notebook_that_saved_its_widgets_shows_the_view_again_without_a_kernel(
    open_notebook: OpenNotebook, lab: Lab
) -> None:
    with lab.settings("@jupyter-widgets/jupyterlab-manager:plugin", saveState=True):
        notebook = open_notebook(
            f"{IMPORTS}from nbstream.events import *",
            "await stream([TextDelta('t', ''.join(words(40))), ToolCalled('c', 'f'), "
            "ToolReturned('c', 'sunny')])",
            anew=True,
        )
        notebook.run(0)
        notebook.run(1)
        expect_words(notebook, WORDS, 1)
        states = [len(json.dumps(state)) for state in notebook.saved_widget_states()]
        assert sum(size > 16_000 for size in states) == 1
        notebook.reopen()
        expect(notebook.views(1)).to_have_count(1, timeout=LOAD_MS)
        expect_words(notebook, WORDS, 1)
        expect(notebook.twins(1)).to_be_hidden()
        assert len(notebook.seen(1)) == 1
        notebook.tools(1).locator(".nbs-tool-line").click()
        expect(notebook.tools(1)).to_contain_text("sunny")


def test_an_untrusted_notebook_shows_the_twin_and_a_line_for_the_view(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{IMPORTS}await stream(words(40))")
    notebook.run()
    notebook.save()
    # What another program wrote, nobody has vouched for.
    content = json.loads(notebook.path.read_text())
    del content["cells"][0]["metadata"]
    content["cells"][0]["metadata"] = {}
    content["cells"][0]["outputs"][1]["data"]["text/html"].append(" ")
    stranger = notebook.path.with_name("stranger.ipynb")
    stranger.write_text(json.dumps(content))
    other = open_notebook(file=stranger)
    expect(other.views()).to_have_count(0)
    expect_words(other, WORDS)
    line, _ = other.seen()
    assert line.strip() == "A live answer; its static copy follows."
    assert "<style" not in other.output().inner_html()
    other.screenshot("reopened-untrusted", 0)


def test_a_copy_of_an_output_in_a_tab_of_its_own_shows_the_view_once(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{IMPORTS}await stream(words(40))")
    notebook.run()
    expect_words(notebook, WORDS)
    notebook.page.evaluate(
        "() => window.jupyterapp.commands.execute('notebook:create-output-view')"
    )
    copy = notebook.page.locator(".jp-LinkedOutputView")
    expect(copy.locator(".nbs:not(.nbs-static)")).to_be_visible()
    expect(copy.locator(".nbs-static")).to_be_hidden()
    assert re.findall(r"word\d{5}", copy.inner_text()) == WORDS


def test_a_cleared_output_stays_empty_when_the_run_ends(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source)\nview", "_ = await view")
    notebook.run(0)
    expect_words(notebook, WORDS[:20])
    notebook.page.evaluate(
        """() => {
          window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0
          return window.jupyterapp.commands.execute('notebook:clear-cell-output')
        }"""
    )
    notebook.open_gate("second half")
    notebook.run(1)
    assert notebook.outputs(0) == []
    assert notebook.outputs(1) == []


def test_a_cell_that_runs_again_shows_the_new_run_alone(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source)\nview", "_ = await view")
    notebook.run(0)
    expect_words(notebook, WORDS[:20])
    notebook.page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel
          .setSource("from nbstream import stream\\nother = stream(['another run']); other")"""
    )
    notebook.run(0)
    expect(notebook.output()).to_contain_text("another run")
    notebook.open_gate("second half")
    notebook.run(1)
    assert notebook.seen(0) == ["another run"]


@pytest.mark.parametrize("await_it", [True, False])
def test_a_notebook_saved_in_mid_stream_holds_half_of_what_had_come(
    open_notebook: OpenNotebook, await_it: bool
) -> None:
    notebook = open_notebook(
        f"{HALVES}view = stream(source)\n{'await view' if await_it else 'view'}"
    )
    notebook.start()
    expect_words(notebook, WORDS[:20])
    expect(notebook.twins()).to_have_class(re.compile("nbs-static"))
    assert len(re.findall(r"word\d{5}", kept(notebook))) >= 10
    notebook.open_gate("second half")
    expect_words(notebook, WORDS)
    expect(notebook.twins()).to_contain_text(WORDS[-1])
    assert len(re.findall(r"word\d{5}", kept(notebook))) == 40


@pytest.mark.parametrize("settle", ["auto", "html"])
def test_a_page_reloaded_in_mid_stream_keeps_the_whole_in_the_file(
    open_notebook: OpenNotebook, settle: str
) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source, settle='{settle}')\nview", anew=True)
    notebook.run()
    expect_words(notebook, WORDS[:20])
    notebook.save()
    notebook.reload()
    expect(notebook.views()).to_contain_text(WORDS[19], timeout=20_000)
    notebook.open_gate("second half")
    # From now on the display id leads nowhere: the view puts it in by itself.
    expect(notebook.output().locator(".nbs-static")).to_contain_text(WORDS[-1])
    expect_words(notebook, WORDS)
    assert len(re.findall(r"word\d{5}", kept(notebook))) == 40


def test_a_second_page_in_mid_stream_shows_the_whole_and_goes_on(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source)\nview")
    notebook.run()
    expect_words(notebook, WORDS[:20])
    # A page that is opened later knows of the outputs in the file.
    notebook.save()
    other = Notebook(notebook.page.context.new_page(), notebook.lab, notebook.path, "late-page")
    other.open()
    expect(other.views()).to_contain_text(WORDS[19], timeout=20_000)
    expect_words(other, WORDS[:20])
    notebook.open_gate("second half")
    for page in (notebook, other):
        expect_words(page, WORDS)
        assert len(page.seen()) == 1
    assert other.errors == []
    other.page.close()


def test_a_run_whose_kernel_is_restarted_stays_and_says_that_it_is_no_longer_live(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source)\nview")
    notebook.run()
    expect_words(notebook, WORDS[:20])
    expect(notebook.activity()).to_be_visible()
    notebook.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    expect(notebook.output().locator(".nbs-notice")).to_contain_text("No longer live")
    expect(notebook.activity()).to_be_hidden()
    assert seen_words(notebook) == WORDS[:20]
    # The host's own complaint: the restart cut off what its debugger had asked.
    notebook.errors[:] = [said for said in notebook.errors if "debugger state" not in said]


def test_a_page_that_comes_late_to_a_long_run_is_sent_it_in_parts(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(
        "from nbstream import stream\ntext = ' '.join(f'word{n:05d}' for n in range(90_000))",
        "view = await stream([text], show=False, settle='widget')\nNone",
        "view",
        anew=True,
    )
    notebook.run(0)
    notebook.run(1)
    notebook.save()
    notebook.reload()
    notebook.wait_until_ready()
    notebook.run(2)
    expect(notebook.views(2)).to_contain_text("word89999", timeout=30_000)
    told = notebook.traffic().received
    assert sum(kind["bytes"] for kind in told.values()) > len("word00000 " * 90_000)
    # The renderer is the longest of them.
    assert told["iopub comm_msg"]["largest"] < 700_000
