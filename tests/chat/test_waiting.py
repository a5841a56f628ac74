"""Waiting for turns that may not come to an end while somebody waits."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from agents import Agent, function_tool
from agents.testing import assistant_message, function_call

from chat.asked import Echo, ToldModel
from nbstream import Chat
from nbstream.chat import Turn


def careful() -> tuple[Agent[Any], list[str]]:
    """An agent whose tool asks first, and what it has deleted."""
    deleted: list[str] = []

    @function_tool(needs_approval=True)
    def delete(name: str) -> str:
        """Delete a file."""
        deleted.append(name)
        return f"{name} is gone"

    model = ToldModel(
        [
            [function_call("delete", {"name": "a.txt"}, call_id="c1")],
            [assistant_message("Done.")],
            [assistant_message("Again.")],
        ]
    )
    return Agent[Any](name="Guide", model=model, tools=[delete]), deleted


async def test_where_no_button_is_heard_the_await_comes_back_with_what_is_to_be_decided() -> None:
    agent, deleted = careful()
    chat = Chat(agent)
    async with asyncio.timeout(5):
        turn = await chat.ask("Delete it")
    assert turn.view is not None
    assert turn.view.pending is not None
    assert (turn.over, deleted) == (False, [])
    (question,) = turn.view.pending.questions
    turn.view.approve(question.call_id)
    await turn
    assert (turn.status, turn.answer, deleted) == ("done", "Done.", ["a.txt"])


async def test_neither_does_a_turn_behind_it_wait_for_ever() -> None:
    agent, _ = careful()
    chat = Chat(agent)
    first, second = chat.ask("Delete it"), chat.ask("And?")
    async with asyncio.timeout(5):
        await second
    assert second.status == "queued"
    assert first.view is not None
    first.view.approve("c1")
    assert (await second).answer == "Again."


async def test_a_turn_can_be_awaited_after_somebody_else_has_left_it() -> None:
    echo = Echo()
    echo.gate.clear()
    turn = Chat(echo).ask("one")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(turn._finished(), 0.05)
    assert (await turn).status == "stopped"


@pytest.mark.parametrize("error", [SystemExit("enough"), KeyboardInterrupt()])
async def test_what_would_end_the_kernel_ends_a_turn(error: BaseException) -> None:
    def target(message: str, history: list[Any]) -> str:
        if message == "leave":
            raise error
        return "fine"

    ended: list[Turn] = []
    chat = Chat(target)
    chat.on_turn(ended.append)
    turn = chat.ask("leave")
    while not turn.over:
        await asyncio.sleep(0.001)
    assert turn.error is error
    assert ended == [turn]
    assert (await chat.ask("stay")).answer == "fine"
