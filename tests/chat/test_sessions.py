"""Conversations whose memory is a session of the Agents SDK."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

import pytest
from agents import (
    SQLiteSession,
)

from chat.asked import (
    Echo,
    assistant,
    generator,
    saying,
    texts,
    user,
    with_slow_tool,
)
from nbstream import Chat
from nbstream.errors import ChatError


async def test_a_path_is_a_sqlite_session_that_outlives_the_chat(tmp_path: Any) -> None:
    agent, _ = saying("Warm.")
    await Chat(agent, session=tmp_path / "chat.db").ask("Lisbon?")
    agent, model = saying("Cold.")
    chat = Chat(agent, session=str(tmp_path / "chat.db"))
    await chat.ask("Oslo?")
    assert texts(model.given[0]) == ["Lisbon?", "Warm.", "Oslo?"]
    assert texts(chat.history) == ["Lisbon?", "Warm.", "Oslo?", "Cold."]


async def test_a_function_has_its_turns_kept_in_a_session_too() -> None:
    echo, session = Echo(), SQLiteSession("s")
    chat = Chat(echo, session=session)
    await chat.ask("one")
    await chat.ask("two")
    assert echo.told[1][1] == [user("one"), assistant("You said one.")]
    assert texts(await session.get_items()) == [
        "one",
        "You said one.",
        "two",
        "You said two.",
    ]


async def test_a_retry_takes_out_of_the_session_what_it_replaces_and_no_more() -> None:
    session = SQLiteSession("s")
    await session.add_items([{"role": "user", "content": "before"}])
    agent, model = saying("first", "second", "third", "fourth")
    chat = Chat(agent, session=session)
    await chat.ask("a")
    replaced = await chat.ask("b")
    await chat.retry()
    assert texts(model.given[2]) == ["before", "a", "first", "b"]
    chat.choose(replaced)
    await chat.ask("c")
    assert texts(model.given[3]) == ["before", "a", "first", "b", "second", "c"]


async def test_what_another_chat_has_put_into_a_session_is_not_taken_out() -> None:
    session = SQLiteSession("s")
    mine, other = Chat(Echo(), session=session), Chat(Echo(), session=session)
    first = await mine.ask("one")
    await other.ask("two")
    before = await session.get_items()
    with pytest.raises(ChatError, match="gone on elsewhere"):
        await mine.retry()
    assert await session.get_items() == before
    mine.choose(first)
    assert (await mine.ask("three")).status == "done"


async def test_a_stopped_run_leaves_a_session_that_can_go_on() -> None:
    started, session = asyncio.Event(), SQLiteSession("s")
    agent, model = with_slow_tool(started)
    chat = Chat(agent, session=session)
    turn = chat.ask("Wait")
    await started.wait()
    turn.stop()
    turn.stop()
    await turn
    assert texts(await session.get_items()) == ["Wait", "I will wait."]
    await chat.ask("And now?")
    assert texts(model.given[1]) == ["Wait", "I will wait.", "And now?"]


async def test_a_session_that_cannot_save_leaves_the_answer_and_says_so() -> None:
    class Full(SQLiteSession):
        async def add_items(self, items: Any) -> None:
            raise OSError("the disk is full")

    chat = Chat(generator, session=Full("s"))
    turn = await chat.ask("hi")
    assert (turn.status, turn.answer) == ("done", "sync hi")
    assert "the disk is full" in turn.trouble
    assert (await chat.ask("still there?")).status == "done"


async def test_a_file_that_cannot_be_written_fails_the_agents_turn_and_keeps_what_was_there(
    tmp_path: Any,
) -> None:
    path = tmp_path / "chat.db"
    agent, _ = saying("Warm.")
    await Chat(agent, session=path).ask("Lisbon?")

    class ReadOnly(SQLiteSession):
        locked = True

        async def add_items(self, items: Any) -> None:
            if self.locked:
                raise sqlite3.OperationalError("attempt to write a readonly database")
            await super().add_items(items)

    agent, _ = saying("Cold.", "Mild.")
    session = ReadOnly("chat", path)
    chat = Chat(agent, session=session)
    with pytest.raises(sqlite3.OperationalError):
        await (turn := chat.ask("Oslo?"))
    assert turn.status == "failed"
    assert "readonly database" in turn.facts["trouble"]
    assert texts(chat.history)[:2] == ["Lisbon?", "Warm."]
    session.locked = False
    assert (await chat.ask("Paris?")).status == "done"


async def test_a_session_that_cannot_be_read_fails_the_turn_and_the_next_one_is_asked() -> None:
    class Locked(SQLiteSession):
        locked = True

        async def get_items(self, limit: int | None = None) -> Any:
            if self.locked:
                raise OSError("the database is locked")
            return await super().get_items(limit)

    session = Locked("s")
    chat = Chat(generator, session=session)
    turn = chat.ask("hi")
    with pytest.raises(OSError, match="locked"):
        await turn
    assert turn.status == "failed"
    assert "locked" in turn.facts["trouble"]
    session.locked = False
    assert (await chat.ask("hi")).answer == "sync hi"


async def test_clear_empties_the_session() -> None:
    session = SQLiteSession("s")
    chat = Chat(generator, session=session)
    await chat.ask("one")
    chat.clear()
    await chat.ask("two")
    assert texts(await session.get_items()) == ["two", "sync two"]


def test_what_is_no_session_is_refused() -> None:
    with pytest.raises(ChatError, match="session cannot be a int"):
        Chat(generator, session=3)
