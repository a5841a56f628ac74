"""Markdown as real elements: the specification's examples, and what a reader copies and finds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parents[2]
ELEMENTS = (Path(__file__).parent / "inpage" / "elements.js").read_text()

# A language whose name cannot stand in a class is left out of it.
UNNAMED = (34, 144)

MOUNT = """async text => {
  const { mountMarkdown } = await import("/nbstream.js")
  const mounted = mountMarkdown(document.querySelector("main"))
  mounted.write(text)
  mounted.end()
}"""


def specification() -> list[dict[str, Any]]:
    """Return the examples of CommonMark as the development package has them."""
    asked = subprocess.run(
        [
            "node",
            "--input-type=module",
            "-e",
            'import { tests } from "commonmark-spec"; console.log(JSON.stringify(tests))',
        ],
        cwd=ROOT / "js",
        check=True,
        stdout=subprocess.PIPE,
    )
    return list(json.loads(asked.stdout))


def test_every_example_without_raw_html_is_the_elements_that_the_specification_says(
    blank_page: Page,
) -> None:
    found = blank_page.evaluate(
        """async ([elements, examples]) => {
          const elementsOf = new Function(`${elements}; return elementsOf`)()
          const { mountMarkdown } = await import("/nbstream.js")
          const tabs = (text) => text.replaceAll("→", "\\t")
          const isRaw = ({ section, markdown }) =>
            /HTML/.test(section) || /<(?:[a-z][a-z0-9-]*(?:[\\s/>]|$)|[/!?])/im.test(markdown)
          const wrong = []
          let compared = 0
          for (const example of examples) {
            if (isRaw(example)) continue
            const target = document.createElement("main")
            document.body.append(target)
            const mounted = mountMarkdown(target)
            for (const piece of tabs(example.markdown).match(/[^]{1,3}/gu) ?? []) {
              mounted.write(piece)
              mounted.flush()
            }
            mounted.end()
            const meant = document.createElement("main")
            // Its pictures would be fetched.
            meant.innerHTML = tabs(example.html).replaceAll("<img src=", "<img data-src=")
            const shown = elementsOf(target)
            const said = elementsOf(meant)
            if (shown !== said) wrong.push([example.number, example.markdown, said, shown])
            compared++
            mounted.destroy()
            target.remove()
          }
          return { compared, wrong }
        }""",
        [ELEMENTS, specification()],
    )
    wrong = [each for each in found["wrong"] if each[0] not in UNNAMED]
    assert wrong == []
    assert found["compared"] > 540


def test_copying_a_long_block_of_code_gives_exactly_its_text(
    context: BrowserContext, blank_page: Page
) -> None:
    code = "".join(f"line {number}:\treturn [{number}]\n\n" for number in range(1200))
    blank_page.evaluate(MOUNT, f"```python\n{code}```\n")
    assert copied(context, blank_page, "code", "text/plain").rstrip("\n") == code.rstrip("\n")


def test_copying_a_paragraph_as_long_as_a_chapter_gives_one_line(
    context: BrowserContext, blank_page: Page
) -> None:
    text = " ".join(f"word {number}" for number in range(6000))
    blank_page.evaluate(MOUNT, text)
    assert blank_page.locator(".nbs-part").count() > 2
    assert copied(context, blank_page, "p", "text/plain").rstrip("\n") == text


def test_copying_a_long_list_gives_one_list(context: BrowserContext, blank_page: Page) -> None:
    blank_page.evaluate(MOUNT, "".join(f"{number}. item\n" for number in range(1, 1501)))
    html = copied(context, blank_page, "ol", "text/html")
    assert html.count("<ol") == 1
    assert html.count("<li") == 1500


def test_copying_a_long_table_gives_one_table(context: BrowserContext, blank_page: Page) -> None:
    rows = "".join(f"| {number} | cell |\n" for number in range(1, 1501))
    blank_page.evaluate(MOUNT, f"| a | b |\n|---|---|\n{rows}")
    html = copied(context, blank_page, "table", "text/html")
    assert html.count("<table") == 1
    assert html.count("<tr") == 1501
    lines = copied(context, blank_page, "table", "text/plain").splitlines()
    assert lines[:2] == ["a\tb", "1\tcell"]
    assert lines[-1] == "1500\tcell"


def test_what_is_far_down_is_found_in_the_page(blank_page: Page) -> None:
    text = "".join(f"- needle {number}\n" for number in range(1500))
    blank_page.evaluate(MOUNT, text)
    assert blank_page.evaluate("window.find('needle 1499')") is True
    assert blank_page.evaluate("window.find('needle 1500')") is False


def test_the_stripes_of_a_long_table_go_on_through_its_groups(blank_page: Page) -> None:
    rows = "".join(f"| {number} | cell |\n" for number in range(1, 1501))
    blank_page.evaluate(MOUNT, f"| a | b |\n|---|---|\n{rows}")
    striped = blank_page.evaluate(
        """() => [...document.querySelectorAll("tbody tr")].map(
          (row) => getComputedStyle(row).backgroundColor !== "rgba(0, 0, 0, 0)")"""
    )
    assert striped == [number % 2 == 0 for number in range(1, 1501)]
    widths = blank_page.evaluate(
        """() => [...new Set([...document.querySelectorAll("td:first-child, th:first-child")].map(
          (cell) => Math.round(cell.getBoundingClientRect().width)))]"""
    )
    assert len(widths) == 1


def copied(context: BrowserContext, page: Page, selector: str, kind: str) -> str:
    """Select an element's content, copy it with the keyboard, and return the clipboard."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()
    page.evaluate(
        "selector => getSelection().selectAllChildren(document.querySelector(selector))", selector
    )
    page.keyboard.press("Control+C")
    return str(
        page.evaluate(
            """async kind => {
              const [item] = await navigator.clipboard.read()
              return (await item.getType(kind)).text()
            }""",
            kind,
        )
    )
