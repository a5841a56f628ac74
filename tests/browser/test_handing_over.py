"""A static page is as high as the live view it stands for, and takes its place unseen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from browser.conftest import OpenNotebook
from browser.heights import EVENTS, KINDS, heights, shown
from browser.notebook import Notebook


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.timeout(300)
def test_every_kind_of_block_is_as_high_at_rest_as_alive(
    open_notebook: OpenNotebook, theme: str
) -> None:
    notebook = open_notebook(EVENTS, *(shown(events) for events in KINDS.values()))
    notebook.page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
    )
    found = heights(notebook)
    assert {kind: pair for kind, pair in found.items() if pair[0] != pair[1]} == {}
    assert all(live > 10 for live, _ in found.values())


ANSWER = "\\n\\n".join(
    ["# A title", *(f"Paragraph {n} of the answer, with some *text* in it." for n in range(12))]
)
LIVE = (
    f'{EVENTS}view = await nbstream.stream([TextDelta("t", "{ANSWER}"), '
    'ToolCalled("c", "read"), ToolReturned("c", "line\\n" * 200)], settle="widget")'
)

WATCH = """
() => {
  window.__frames = []
  window.__shifts = []
  new PerformanceObserver(list => __shifts.push(...list.getEntries().map(entry => entry.value)))
    .observe({ type: "layout-shift" })
  const area = document.querySelector(".jp-Cell-outputArea")
  const look = () => {
    const shown = area.querySelector(".nbs")
    __frames.push([shown === null ? "nothing" : shown.matches(".nbs-static") ? "static" : "live",
      area.getBoundingClientRect().height])
    requestAnimationFrame(look)
  }
  look()
}
"""


def settle(notebook: Notebook) -> None:
    notebook.run(1)
    expect(notebook.output(0).locator(".nbs-static")).to_be_visible()


def watched(notebook: Notebook) -> tuple[list[Any], list[float]]:
    page = notebook.page
    page.evaluate("() => new Promise(done => setTimeout(done, 200))")
    return page.evaluate("() => __frames"), page.evaluate("() => __shifts")


def test_a_static_page_takes_a_views_place_between_two_frames(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(LIVE, "view.settle()", "print('below')")
    notebook.run(2)
    notebook.run(0)
    expect(notebook.views()).to_contain_text("Paragraph 11")
    notebook.page.evaluate("() => new Promise(done => setTimeout(done, 600))")
    notebook.page.evaluate(WATCH)
    settle(notebook)
    frames, shifts = watched(notebook)
    assert [frame[0] for frame in frames if frame[0] == "nothing"] == []
    assert {frame[1] for frame in frames} == {frames[0][1]}
    assert frames[0][0] == "live"
    assert frames[-1][0] == "static"
    assert sum(shifts) == 0


def test_what_a_reader_was_doing_goes_on_in_the_static_page(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(LIVE, "view.settle()")
    notebook.run(0)
    view = notebook.views().first
    view.locator(".nbs-tool-line").click()
    notebook.page.evaluate(
        """() => {
          const view = document.querySelector(".nbs:not(.nbs-static)")
          const output = view.querySelector(".nbs-part-output pre")
          output.scrollTop = 120
          const words = view.querySelectorAll("p")
          getSelection().setBaseAndExtent(words[2].firstChild, 3, words[5].firstChild, 7)
          view.querySelector("summary").focus()
        }"""
    )
    selected = notebook.page.evaluate("() => getSelection().toString()")
    assert "Paragraph 3" in selected
    # The host puts the focus on the cell that it runs: here the kernel itself is told to.
    notebook.page.evaluate(
        """() => void window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
          .requestExecute({ code: "view.settle()" })"""
    )
    static = notebook.output(0).locator(".nbs-static")
    expect(static).to_be_visible()
    expect(static.locator(".nbs-tool")).to_have_js_property("open", True)
    assert notebook.page.evaluate("() => getSelection().toString()") == selected
    assert static.locator(".nbs-part-output pre").evaluate("pre => pre.scrollTop") == 120
    assert notebook.page.evaluate("() => document.activeElement.localName") == "summary"


def test_a_press_that_has_begun_ends_in_the_static_page(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(LIVE, "view.settle()")
    notebook.run(0)
    line = notebook.views().first.locator(".nbs-tool-line").bounding_box()
    assert line is not None
    notebook.page.mouse.move(line["x"] + 40, line["y"] + 10)
    notebook.page.mouse.down()
    notebook.page.evaluate(
        """() => void window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
          .requestExecute({ code: "view.settle()" })"""
    )
    static = notebook.output(0).locator(".nbs-static")
    expect(static).to_be_visible()
    expect(static.locator(".nbs-tool")).to_have_js_property("open", False)
    notebook.page.mouse.up()
    expect(static.locator(".nbs-tool")).to_have_js_property("open", True)


def test_a_run_that_settles_as_html_ends_as_a_static_page(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(
        "from nbstream import stream\nfrom browser.story import gated, words\n"
        "await stream(gated(words(20), 'rest', words(20, 20)), settle='html')"
    )
    notebook.start()
    expect(notebook.views()).to_contain_text("word00019")
    notebook.open_gate("rest")
    notebook.wait_until_done()
    expect(notebook.output().locator(".nbs-static")).to_contain_text("word00039")
    expect(notebook.views()).to_have_count(0)
    assert len(notebook.outputs()) == 1
