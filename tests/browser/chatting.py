"""A conversation for tests to have: what its notebook runs, and where its parts are on the page."""

from __future__ import annotations

from playwright.sync_api import Locator

from browser.notebook import Notebook

SETUP = """
from nbstream import Chat
from browser.story import opened

async def answer(message, history):
    yield f"You said **{message}** after {len(history)} items."
    if "gate" in message:
        await opened(message.split()[-1])
        yield " And more."
    yield "\\n\\n```python\\nprint('code')\\n```\\n"

chat = Chat(answer, title="A talk", suggestions=["Try me"], greeting="Hello **there**.")
chat
"""


def field(notebook: Notebook, index: int = 0) -> Locator:
    return notebook.output(index).get_by_role("textbox", name="Question", exact=True)


def turns(notebook: Notebook, index: int = 0) -> Locator:
    return notebook.output(index).locator(".nbs-turns .nbs-turn")


def ask(notebook: Notebook, text: str, index: int = 0) -> None:
    field(notebook, index).fill(text)
    field(notebook, index).press("Enter")
