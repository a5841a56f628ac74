"""Every kind of block in a cell of its own, and how high each stands, live and at rest."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.notebook import Notebook

KINDS = {
    "headings": 'TextDelta("t", "# One\\n\\ntext\\n\\n## Two\\n\\n### Three\\n\\n###### Six")',
    "paragraphs": 'TextDelta("t", "**bold** *it* `code` ~~old~~ [a](https://a.org) $5.\\n\\nMore")',
    "lists": 'TextDelta("t", "- a\\n- b\\n  1. c\\n\\n1. x\\n\\n   y\\n\\n- [x] z\\n- [ ] w")',
    "quote and rule": 'TextDelta("t", "> a\\n>\\n> > b\\n\\n---\\n\\nc")',
    "code": 'TextDelta("t", "```python\\ndef f(x):\\n    return 1  # one\\n```\\n\\n    plain")',
    "table": 'TextDelta("t", "| a | b |\\n|:--|--:|\\n| 1 | `2` |\\n| 3 | 4 |\\n\\nend")',
    "math": 'TextDelta("t", "$x^2$ and\\n\\n$$\\n\\\\sqrt{a+b} = \\\\frac{1}{2}\\n$$\\n\\nend")',
    "footnotes": 'TextDelta("t", "A note[^1].\\n\\n[^1]: Here.")',
    "raw html": 'TextDelta("t", "<b>bold</b> &amp; ![alt](https://a.org/x.png)")',
    "reasoning": 'ReasoningDelta("r", "One *thought*."), TextDelta("t", "Done.")',
    "a tool": 'ToolCalled("c", "f"), ToolArgumentsDelta("c", "{}"), ToolReturned("c", "x")',
    "a failed tool": 'ToolCalled("c", "f"), ToolReturned("c", "", "ValueError: no")',
    "handoff": 'HandedOff("h", "A", "B"), TextDelta("t", "Hello")',
    "an answer as data": 'TextDelta("t", "{\\"a\\": [1, 2]}", role="data")',
    "a refusal": 'TextDelta("t", "I cannot.", role="refusal")',
    "an error": 'TextDelta("t", "Half"), Ended("failed", "ValueError", "no", "try again")',
    "a stopped run": 'TextDelta("t", "Half"), Ended("stopped")',
}
EVENTS = "from nbstream.events import *\nimport nbstream\nfrom contextlib import suppress\n"

HEIGHTS = """
index => {
  const cell = window.jupyterapp.shell.currentWidget.content.widgets[index]
  const height = what => cell.node.querySelector(what).getBoundingClientRect().height
  const live = height(".jp-OutputArea-child:has(.nbs-live)")
  for (const rule of cell.node.querySelectorAll(".nbs-live > style")) rule.disabled = true
  const twin = height(".jp-OutputArea-child:has(.nbs-static)")
  for (const rule of cell.node.querySelectorAll(".nbs-live > style")) rule.disabled = false
  return [live, twin]
}
"""


def shown(events: str) -> str:
    return (
        f"view = nbstream.stream([{events}])\nwith suppress(Exception):\n"
        "    await view\ndisplay(view) if not view._places.display_ids else None"
    )


def heights(notebook: Notebook) -> dict[str, list[float]]:
    """Run the cells; returns the heights of each kind's live view and of its twin, in pixels."""
    notebook.run(0)
    found: dict[str, list[float]] = {}
    for index, kind in enumerate(KINDS, start=1):
        notebook.run(index)
        expect(notebook.twins(index)).to_have_count(1)
        expect(notebook.views(index)).to_be_visible()
        expect(notebook.activity(index)).to_be_hidden()
        notebook.page.evaluate("() => new Promise(done => setTimeout(done, 150))")
        found[kind] = notebook.page.evaluate(HEIGHTS, index)
    return found
