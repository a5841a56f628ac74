"""A conversation in JupyterLab, as a reader has it."""

from __future__ import annotations

import base64

from playwright.sync_api import FilePayload, expect

from browser.chatting import SETUP, ask, field, turns
from browser.conftest import OpenNotebook

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

# What the notebook's own keys would change: the cells, their kinds, what has run, what was saved.
EXECUTIONS = """() => {
  const { content, context } = window.jupyterapp.shell.currentWidget
  const cells = content.widgets.map(({ model }) => [model.type, model.executionCount])
  return JSON.stringify([cells, context.model.dirty])
}"""


def test_a_question_is_asked_and_answered_and_the_next_one_too(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP)
    notebook.run(0)
    expect(notebook.output().locator(".nbs-greeting .nbs-answer-body strong")).to_have_text("there")
    ask(notebook, "one")
    expect(turns(notebook).first).to_contain_text("You said one after 0 items.")
    expect(turns(notebook).first.locator("code .nbs-c-keyword, code span").first).to_be_attached()
    field(notebook).type("two")
    field(notebook).press("Shift+Enter")
    field(notebook).type("lines")
    field(notebook).press("Enter")
    expect(turns(notebook).nth(1)).to_contain_text("after 2 items")
    expect(turns(notebook).nth(1).locator(".nbs-asked-text")).to_have_text("two\nlines")
    notebook.screenshot("chat", 0)


def test_suggestions_are_asked_by_a_click(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP)
    notebook.run(0)
    notebook.output().get_by_role("button", name="Try me").click()
    expect(turns(notebook).first).to_contain_text("You said Try me")
    expect(notebook.output().get_by_role("button", name="Try me")).to_be_hidden()
    expect(notebook.output().locator(".nbs-suggestions")).to_be_hidden()


def test_while_an_answer_is_written_the_reason_stands_there_and_typing_goes_on(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, "queued = chat.ask('later')")
    notebook.run(0)
    ask(notebook, "gate one")
    stop = notebook.output().get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    expect(notebook.output().locator(".nbs-stance")).to_have_text("Assistant is answering")
    ask(notebook, "ahead")
    expect(field(notebook)).to_have_value("ahead")
    expect(turns(notebook)).to_have_count(1)
    notebook.run(1)
    turns(notebook).nth(1).get_by_role("button", name="Take back").click()
    expect(turns(notebook)).to_have_count(1)
    expect(field(notebook)).to_have_value("later\n\nahead")
    expect(field(notebook)).to_be_focused()
    field(notebook).fill("ahead")
    stop.click()
    expect(turns(notebook).first).to_have_attribute("data-status", "stopped")
    expect(turns(notebook).first).to_contain_text("You said gate one")
    field(notebook).press("Enter")
    expect(turns(notebook).nth(1)).to_contain_text("You said ahead after 2 items")


def test_retry_edit_and_earlier_versions(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP)
    notebook.run(0)
    ask(notebook, "one")
    ask_again = turns(notebook).first.get_by_role("button", name="Retry")
    expect(ask_again).to_be_enabled()
    expect(turns(notebook).first.locator(".nbs-versions")).to_be_hidden()
    ask_again.click()
    expect(turns(notebook).first.locator(".nbs-which")).to_have_text("2 / 2")
    turns(notebook).first.get_by_role("button", name="Edit").click()
    editing = notebook.output().get_by_role("textbox", name="Edit the question")
    editing.fill("uno")
    turns(notebook).first.get_by_role("button", name="Ask").click()
    expect(turns(notebook).first).to_contain_text("You said uno after 0 items")
    expect(turns(notebook).first.locator(".nbs-which")).to_have_text("3 / 3")
    turns(notebook).first.get_by_role("button", name="Earlier version").click()
    expect(turns(notebook).first).to_contain_text("You said one")
    expect(turns(notebook).first.locator(".nbs-which")).to_have_text("2 / 3")


def test_the_notebooks_keys_do_nothing_inside_and_escape_leaves(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP)
    notebook.run(0)
    ask(notebook, "one")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    keyboard = notebook.page.keyboard
    count = notebook.page.evaluate(EXECUTIONS)
    inside = (
        field(notebook),
        notebook.output().locator(".nbs-transcript"),
        turns(notebook).first.get_by_role("button", name="Edit"),
        notebook.output().get_by_role("button", name="Clear"),
    )
    for each in inside:
        each.focus()
        keyboard.type("abddmyx")
        for chord in ("Shift+Enter", "Control+Enter", "Control+s", "Alt+Enter"):
            # A button that is pressed does what it says, and that is not the notebook's.
            if each in inside[:2]:
                keyboard.press(chord)
    assert notebook.page.evaluate(EXECUTIONS) == count
    expect(turns(notebook)).to_have_count(2)
    field(notebook).fill("typed")
    keyboard.press("Escape")
    expect(field(notebook)).not_to_be_focused()
    expect(field(notebook)).to_have_value("typed")
    keyboard.press("b")
    expect(notebook.page.locator(".jp-Notebook .jp-Cell")).to_have_count(2)


def test_up_arrow_brings_back_what_was_asked(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP)
    notebook.run(0)
    for text in ("one", "two"):
        ask(notebook, text)
        expect(notebook.output().locator(".nbs-composer")).to_have_attribute("data-ready", "true")
        expect(turns(notebook).last).to_contain_text(f"You said {text}")
    field(notebook).press("ArrowUp")
    expect(field(notebook)).to_have_value("two")
    field(notebook).press("ArrowUp")
    expect(field(notebook)).to_have_value("one")
    field(notebook).press("End")
    field(notebook).press("ArrowDown")
    field(notebook).press("ArrowDown")
    expect(field(notebook)).to_have_value("")


def test_files_are_attached_shown_and_refused(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP, "print([f.media_type for f in chat.turns[0].question.files])")
    notebook.run(0)
    composer = notebook.output().locator(".nbs-composer")
    files: list[FilePayload] = [
        {"name": "dot.png", "mimeType": "image/png", "buffer": PNG},
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"hello"},
        {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"\x00\x01"},
        {"name": "big.txt", "mimeType": "text/plain", "buffer": b"x" * 9_000_000},
    ]
    composer.locator("input[type=file]").set_input_files(files)
    expect(composer.locator(".nbs-tray li")).to_have_count(2)
    expect(composer.get_by_role("alert")).to_contain_text("song.mp3: only pictures")
    expect(composer.get_by_role("alert")).to_contain_text("big.txt: a question takes 8.0 MB")
    ask(notebook, "what is it")
    expect(turns(notebook).first.locator(".nbs-asked img")).to_have_attribute("alt", "dot.png")
    expect(turns(notebook).first.locator(".nbs-asked")).to_contain_text("notes.txt")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    notebook.run(1)
    assert "['image/png', 'text/plain']" in notebook.outputs(1)[0]["text"]


def test_what_is_pasted_and_dropped_is_attached(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP, "print([f.media_type for f in chat.turns[0].question.files])")
    notebook.run(0)
    notebook.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tray = notebook.output().locator(".nbs-tray li")
    field(notebook).fill("kept")
    notebook.page.evaluate(
        """async base64 => {
          const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
          const picture = new Blob([bytes], { type: "image/png" })
          await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })])
        }""",
        base64.b64encode(PNG).decode(),
    )
    field(notebook).press("Control+v")
    expect(tray).to_have_count(1)
    expect(tray.first.locator("img")).to_be_visible()
    notebook.output().locator(".nbs-composer-box").evaluate(
        """box => {
          const data = new DataTransfer()
          data.items.add(new File(["a,b"], "table.csv", { type: "text/csv" }))
          data.items.add(new File([new Uint8Array([0, 1])], "tool.exe"))
          const init = { dataTransfer: data, bubbles: true, cancelable: true }
          const over = new DragEvent("dragover", init)
          box.dispatchEvent(over)
          if (!over.defaultPrevented) throw new Error("a file cannot be dropped here")
          box.dispatchEvent(new DragEvent("drop", init))
        }"""
    )
    expect(tray).to_have_count(2)
    expect(notebook.output().get_by_role("alert")).to_contain_text("tool.exe: only pictures")
    notebook.page.evaluate("() => navigator.clipboard.writeText(' and text')")
    field(notebook).press("Control+v")
    expect(field(notebook)).to_have_value("kept and text")
    field(notebook).press("Enter")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    notebook.run(1)
    assert "['image/png', 'text/plain']" in notebook.outputs(1)[0]["text"]


def test_twenty_megabytes_of_text_are_refused_and_the_draft_stays(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP)
    notebook.run(0)
    field(notebook).fill("before")
    field(notebook).evaluate(
        """field => {
          const data = new DataTransfer()
          data.setData("text/plain", "x".repeat(20_000_000))
          const init = { clipboardData: data, bubbles: true, cancelable: true }
          field.dispatchEvent(new ClipboardEvent("paste", init))
        }"""
    )
    expect(notebook.output().get_by_role("alert")).to_contain_text("20,000,006 characters")
    expect(field(notebook)).to_have_value("before")
    field(notebook).press("Enter")
    expect(turns(notebook).first).to_contain_text("You said before")


def test_a_reader_is_told_at_boundaries_and_keeps_the_focus(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP)
    notebook.run(0)
    notebook.output().locator(".nbs-unseen").evaluate(
        """region => {
          window.__said = []
          const note = () => window.__said.push(region.textContent)
          const all = { childList: true, characterData: true, subtree: true }
          new MutationObserver(note).observe(region, all)
        }"""
    )
    ask(notebook, "gate one")
    expect(turns(notebook).first).to_contain_text("You said gate one")
    expect(field(notebook)).to_be_focused()
    notebook.open_gate("one")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    expect(field(notebook)).to_be_focused()
    notebook.page.wait_for_function("() => window.__said.includes('Answer finished')")
    said = [text for text in notebook.page.evaluate("() => window.__said") if text]
    assert [text for text, last in zip(said, [None, *said], strict=False) if text != last] == [
        "Answer started",
        "Answer finished",
    ]


def test_code_is_put_into_a_new_cell_below_by_one_click_and_not_run(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, "last = 1")
    notebook.run(0)
    ask(notebook, "one")
    turns(notebook).first.get_by_role("button", name="Insert").click()
    expect(notebook.page.locator(".jp-Notebook .jp-Cell")).to_have_count(3)
    expect(notebook.cell(1).locator(".cm-content")).to_have_text("print('code')")
    expect(notebook.cell(1).locator(".jp-InputPrompt").first).to_have_text("[ ]:")
