"""What a target, or a question, gets wrong is said in the chat, which goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from agents import (
    Agent,
)

from chat.asked import (
    facts,
    generator,
    user,
)
from nbstream import Chat, stream
from nbstream.errors import ChatError, OptionError, SourceError, UnknownSourceError


@pytest.mark.parametrize("given", [None, 3, object()])
async def test_what_cannot_be_streamed_is_said_in_the_turn(given: Any) -> None:
    chat = Chat(lambda message, history: given)
    turn = chat.ask("hi")
    with pytest.raises(UnknownSourceError):
        await turn
    assert turn.status == "failed"
    assert turn.view is not None
    assert "cannot stream from" in turn.view.to_markdown()


async def test_a_target_that_raises_fails_its_turn_and_no_other() -> None:
    calls = []

    def target(message: str, history: list[Any]) -> str:
        calls.append(history)
        if len(calls) == 1:
            raise ConnectionError("no line")
        return "fine"

    chat = Chat(target)
    failed = chat.ask("hi")
    with pytest.raises(ConnectionError):
        await failed
    assert (await chat.ask("and now?")).answer == "fine"
    assert calls[1] == [user("hi")]


async def test_a_target_that_yields_something_else_keeps_what_came_before() -> None:
    def target(message: str, history: list[Any]) -> Iterator[Any]:
        yield "half "
        yield 3

    turn = Chat(target).ask("hi")
    with pytest.raises(SourceError, match="int"):
        await turn
    assert (turn.status, turn.answer) == ("failed", "half ")


async def test_a_target_that_never_ends_can_be_stopped() -> None:
    async def target(message: str, history: list[Any]) -> AsyncIterator[str]:
        while True:
            yield "more "
            await asyncio.sleep(0.001)

    chat = Chat(target)
    turn = chat.ask("hi")
    await asyncio.sleep(0.05)
    chat.stop()
    await turn
    assert turn.status == "stopped"


async def test_a_target_that_never_says_anything_can_be_stopped() -> None:
    async def silent(message: str, history: list[Any]) -> str:
        return await asyncio.Future[str]() if message == "hi" else "fine"

    chat = Chat(silent)
    turn = chat.ask("hi")
    while turn.view is None:
        await asyncio.sleep(0)
    chat.stop()
    chat.stop()
    async with asyncio.timeout(5):
        await turn
    assert turn.status == "stopped"
    assert (await chat.ask("and now?")).answer == "fine"


@pytest.mark.parametrize("given", [None, "text", 3, stream, Agent])
def test_what_can_answer_nothing_is_refused(given: Any) -> None:
    if given is stream:
        given = stream("text", show=False)
    with pytest.raises(UnknownSourceError, match="cannot chat with"):
        Chat(given)


def test_options_are_held_to_their_rules() -> None:
    for target in (generator, Agent(name="A")):
        with pytest.raises(OptionError, match="render_fps"):
            Chat(target, render_fps=0)
        with pytest.raises(OptionError, match="no option"):
            Chat(target, colour="red")


@pytest.mark.parametrize(
    "options",
    [
        {"title": 3},
        {"height": "tall"},
        {"suggestions": "one"},
        {"suggestions": None},
        {"suggestions": [1]},
        {"enter_sends": "yes"},
    ],
)
def test_what_is_no_text_or_size_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ChatError, match="cannot be"):
        Chat(generator, **options)


async def test_an_empty_question_is_refused_and_said_in_the_chat() -> None:
    chat = Chat(generator)
    for empty in ("", "  \n"):
        with pytest.raises(ChatError, match="empty"):
            chat.ask(empty)
    assert "empty" in facts(chat)["notice"]
    await chat.ask("now")
    assert facts(chat)["notice"] == ""


async def test_a_question_of_twenty_megabytes_is_refused() -> None:
    with pytest.raises(ChatError, match="attach it as a file"):
        Chat(generator).ask("x" * 20_000_000)
