"""The harness itself, on a widget that is not ours: what it counts and sees is so."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import OpenNotebook

PLAIN = '''
import anywidget, asyncio, traitlets

class Plain(anywidget.AnyWidget):
    _esm = """
    export default { render({ model, el }) {
      const text = document.createTextNode("")
      el.append(text)
      model.on("change:piece", () => text.appendData(model.get("piece")))
    } }"""
    piece = traitlets.Unicode("").tag(sync=True)

plain = Plain()
plain
'''


def test_the_page_counts_messages_and_sees_text_grow(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(
        PLAIN,
        "for n in range(20):\n    plain.piece = f'{n:02d};' \n    await asyncio.sleep(0.05)",
        "1 / 0",
    )
    notebook.run(0)
    notebook.watch_growth(0)
    notebook.forget_traffic()
    notebook.run(1)
    expect(notebook.output(0)).to_contain_text("18;19;")
    assert notebook.traffic().count_of("comm_msg") == 20
    assert len(notebook.growth()) >= 10
    notebook.run(2)
    assert notebook.source_error(2) == "ZeroDivisionError"
