"""What a conversation costs on the wire, counted in a real kernel."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import nbformat
from nbclient import NotebookClient

SETUP = """
from nbstream import Chat, stream
async def answer(message, history):
    yield "word " * 40
"""
CHAT = "chat = Chat(answer)"
ASK = "for number in range(100):\n    await chat.ask(f'question {number}')"


class Counting(NotebookClient):
    """Counts the widgets' messages, by cell."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.told: dict[int, list[dict[str, Any]]] = {}

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        if msg["msg_type"].startswith("comm_"):
            self.told.setdefault(cell_index, []).append(msg["content"])
        return super().process_message(msg, cell, cell_index)

    def bytes_of(self, cell: int) -> int:
        """Characters of a cell's widget messages, as JSON."""
        return sum(len(json.dumps(content)) for content in self.told.get(cell, []))

    def pages_in(self, cell: int) -> list[dict[str, str]]:
        """What a page was given in a cell of what lies at rest."""
        told = [content.get("data", {}).get("content", {}) for content in self.told.get(cell, [])]
        return [each["bundle"] for each in told if each.get("type") == "page"]

    def wholes_in(self, cell: int) -> list[int]:
        """The same of each message of a cell that had a whole conversation, for the file."""
        snapshots = [
            content
            for content in self.told.get(cell, [])
            if content.get("data", {}).get("method") == "update"
            and (content["data"]["state"].get("snapshot") or {}).get("blocks", [{}])[0].get("id")
            == "chat"
        ]
        return [len(json.dumps(content)) for content in snapshots]


def counted(*cells: str) -> Counting:
    make: Any = nbformat.v4
    notebook = make.new_notebook(cells=[make.new_code_cell(cell) for cell in cells])
    client = Counting(notebook, kernel_name="python3", timeout=100)
    asyncio.run(client.async_execute())
    return client


def test_a_conversation_of_two_hundred_turns_sends_each_turn_once() -> None:
    client = counted(SETUP, CHAT, ASK, ASK)
    first, second = client.bytes_of(2), client.bytes_of(3)
    # Turn 200 costs what turn 1 cost, but for the digits of its number.
    whole = client.wholes_in(3)
    assert len(whole) == len(client.wholes_in(2)) == 1
    assert second - whole[0] < 1.05 * (first - client.wholes_in(2)[0])
    assert second < 100 * 16_000
    opened = [message for message in client.told[3] if "target_name" in message]
    assert len([each for each in opened if "snapshot" in each["data"]["state"]]) == 100


def test_a_notebook_without_a_conversation_carries_nothing_of_it() -> None:
    client = counted(SETUP, "await stream('text')", CHAT)
    (runtime,) = [
        each["data"]["state"]
        for each in client.told[1]
        if "core" in each.get("data", {}).get("state", {})
    ]
    assert len(runtime["core"]) > 100_000
    assert runtime["chat"] == ""
    carried = [
        each["data"]["state"]["chat"]
        for each in client.told[2]
        if "chat" in each.get("data", {}).get("state", {})
    ]
    assert [len(part) > 20_000 for part in carried] == [True]


def test_a_page_that_was_loaded_anew_is_given_what_lies_at_rest() -> None:
    asked = "import asyncio\nchat._inbox.receive({'type': 'page'}, [])\nawait asyncio.sleep(1)"
    client = counted(SETUP, f"{CHAT}\nchat", "_ = await chat.ask('one')", asked)
    (page,) = client.pages_in(3)
    assert "word word" in page["text/markdown"]
    assert "nbs-at-1 " in page["text/html"]


def test_a_conversation_that_was_cleared_is_no_longer_in_the_file() -> None:
    client = counted(SETUP, f"{CHAT}\nchat", "_ = await chat.ask('secret')", "chat.clear()")
    kept = json.dumps(client.nb.cells[1]["outputs"])
    assert "nbs-twin" in kept
    assert "secret" not in kept
