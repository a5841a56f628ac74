"""In JupyterLab's dark theme everything that can be read in the light one can be read too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from browser.conftest import OpenNotebook
from browser.lab import Lab

EVERYTHING = """
from nbstream import stream
from nbstream.events import *
from browser.answers import answer

async def everything():
    yield ReasoningDelta("r", "What would *every* kind of block look like?")
    yield TextEnded("r")
    yield TextDelta("a", answer("all", 260).markdown)
    yield TextEnded("a")
    yield ToolCalled("good", "look_up")
    yield ToolArgumentsEnded("good", '{"city": "Oslo", "days": 3}')
    yield ToolStarted("good")
    yield ToolReturned("good", "sunny, then rain")
    yield ToolCalled("bad", "book")
    yield ToolArgumentsEnded("bad", '{"flight": "OS 123"}')
    yield ToolStarted("bad")
    yield ToolReturned("bad", error="TimeoutError: nobody answered")
    yield HandedOff("h", "Triage", "Travel")
    yield AgentChanged("Travel")
    yield Unknown("u", "new_thing", "something from the future")
    yield TextDelta("b", "That is all.\\n\\n> one\\n>\\n> > of another\\n> >\\n> > > of a third")
    raise RuntimeError("the last block is an error")

await stream(everything())
"""

# WCAG's contrast of a text with what it stands on, the nearest ancestor that has a colour.
CONTRAST = """element => {
  const parse = (...colours) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
    for (const colour of colours) {
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
    }
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(each => each / 255)
      .map(each => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const ground = from => {
    for (let at = from; at !== null; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor)
      if (colour[3] === 255) return colour
    }
    return [255, 255, 255, 255]
  }
  const below = ground(element)
  // What shines through a colour is part of it.
  const colour = parse(`rgb(${below.slice(0, 3)})`, getComputedStyle(element).color)
  const [dark, bright] = [light(colour), light(below)].sort((one, other) => one - other)
  return (bright + 0.05) / (dark + 0.05)
}"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_every_kind_of_block_can_be_read_in_every_theme(
    open_notebook: OpenNotebook, lab: Lab, theme: str
) -> None:
    with lab.settings("@jupyterlab/apputils-extension:themes", theme=theme):
        notebook = open_notebook(EVERYTHING, anew=True)
    expect(notebook.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    notebook.run()
    view = notebook.views().first
    expect(view).to_contain_text("the last block is an error")
    for fold in view.locator("details").all():
        if not fold.evaluate("fold => fold.open"):
            fold.locator("> summary").click()
    expect(view).to_contain_text("sunny, then rain")
    notebook.screenshot(f"every-block-{theme}", 0)
    pale = [
        (round(contrast, 1), text.inner_text()[:40])
        for text in texts_of(view)
        if (contrast := text.evaluate(CONTRAST)) < 3
    ]
    assert pale == []


def texts_of(view: Locator) -> list[Locator]:
    """The elements that hold text themselves, as far as they can be seen."""
    elements = view.locator("xpath=.//*[text()[normalize-space()]]").all()
    return [element for element in elements if element.is_visible()]
