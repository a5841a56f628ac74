"""What a conversation does with questions, in order and out of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from agents import (
    GuardrailFunctionOutput,
    OutputGuardrailTripwireTriggered,
    output_guardrail,
)

from chat.asked import (
    Echo,
    assistant,
    facts,
    generator,
    handing_over,
    saying,
    texts,
    user,
    with_slow_tool,
)
from nbstream import Chat
from nbstream.chat import Turn
from nbstream.errors import ChatError


async def test_a_question_is_answered_and_remembered() -> None:
    echo = Echo()
    chat = Chat(echo)
    turn = await chat.ask("hello")
    assert (turn.status, turn.answer) == ("done", "You said hello.")
    await chat.ask("again")
    assert echo.told == [
        ("hello", []),
        ("again", [user("hello"), assistant("You said hello.")]),
    ]
    assert chat.history == [
        user("hello"),
        assistant("You said hello."),
        user("again"),
        assistant("You said again."),
    ]


async def test_two_questions_at_once_queue_in_order() -> None:
    echo = Echo()
    echo.gate.clear()
    chat = Chat(echo)
    first, second = chat.ask("one"), chat.ask("two")
    await asyncio.sleep(0)
    assert second.status == "queued"
    echo.gate.set()
    await second
    assert [message for message, _ in echo.told] == ["one", "two"]
    assert first.status == "done"
    assert echo.told[1][1] == [user("one"), assistant("You said one.")]


def plain_text(message: str, history: list[Any]) -> str:
    return f"text {message}"


async def async_generator(message: str, history: list[Any]) -> AsyncIterator[str]:
    yield "async "
    yield message


async def awaited(message: str, history: list[Any]) -> Iterator[str]:
    return generator(message, history)


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        (plain_text, "text hi"),
        (generator, "sync hi"),
        (async_generator, "async hi"),
        (awaited, "sync hi"),
        (lambda message, history: iter(["lambda"]), "lambda"),
    ],
)
async def test_a_target_is_any_function_that_gives_a_stream(target: Any, answer: str) -> None:
    assert (await Chat(target).ask("hi")).answer == answer


async def test_an_agent_is_told_what_was_said_before() -> None:
    agent, model = saying("Lisbon is warm.", "Yes, still.")
    chat = Chat(agent)
    await chat.ask("Is it warm?")
    await chat.ask("Really?")
    assert texts(model.given[1]) == ["Is it warm?", "Lisbon is warm.", "Really?"]
    assert texts(chat.history) == ["Is it warm?", "Lisbon is warm.", "Really?", "Yes, still."]
    assert [turn.agent for turn in chat.turns] == ["Guide", "Guide"]


async def test_the_next_turn_goes_on_with_the_agent_that_spoke_last() -> None:
    chat = Chat(handing_over())
    first = await chat.ask("Pack, please")
    second = await chat.ask("Is it packed?")
    assert (first.agent, second.agent) == ("Packer", "Packer")
    assert second.answer == "Still packed."
    assert second.facts["agent"] == "Packer"


async def test_in_a_script_a_turn_is_waited_for_without_a_loop() -> None:
    def script() -> str:
        return Chat(generator).ask("hi").wait().answer

    assert await asyncio.to_thread(script) == "sync hi"


async def test_retry_asks_again_from_there_and_keeps_the_earlier_version() -> None:
    echo = Echo()
    chat = Chat(echo)
    await chat.ask("one")
    replaced = await chat.ask("two")
    again = await chat.retry()
    assert [str(turn.question) for turn in chat.turns] == ["one", "two"]
    assert chat.turns[1] is again
    assert again.versions == [replaced, again]
    assert echo.told[-1] == ("two", [user("one"), assistant("You said one.")])


async def test_an_edited_question_replaces_what_followed_until_it_is_chosen_again() -> None:
    echo = Echo()
    chat = Chat(echo)
    first = await chat.ask("one")
    await chat.ask("two")
    edited = await chat.edit("uno", first)
    assert [str(turn.question) for turn in chat.turns] == ["uno"]
    assert echo.told[-1] == ("uno", [])
    assert edited.versions == [first, edited]
    chat.choose(first)
    assert [str(turn.question) for turn in chat.turns] == ["one", "two"]
    await chat.ask("three")
    assert texts(echo.told[-1][1]) == [
        "one",
        "You said one.",
        "two",
        "You said two.",
    ]


async def test_nothing_is_asked_again_while_an_answer_is_written() -> None:
    echo = Echo()
    chat = Chat(echo)
    done = await chat.ask("one")
    echo.gate.clear()
    running = chat.ask("two")
    for act in (chat.retry, lambda: chat.edit("x"), lambda: chat.choose(done)):
        with pytest.raises(ChatError, match="stop it first"):
            act()
    echo.gate.set()
    await running


async def test_a_stopped_answer_keeps_its_words_and_the_next_turn_goes_on_from_it() -> None:
    echo = Echo()
    chat = Chat(echo)
    echo.gate.clear()
    turn = chat.ask("one")
    while not turn.answer:
        await asyncio.sleep(0.001)
    chat.stop()
    await turn
    assert (turn.status, turn.answer) == ("stopped", "You said ")
    echo.gate.set()
    await chat.ask("two")
    assert echo.told[-1][1] == [user("one"), assistant("You said ")]


async def test_a_run_stopped_in_a_tool_leaves_no_call_without_its_output() -> None:
    started = asyncio.Event()
    agent, model = with_slow_tool(started)
    chat = Chat(agent)
    turn = chat.ask("Wait")
    await started.wait()
    turn.stop()
    turn.stop()
    await turn
    assert turn.status == "stopped"
    assert all(item.get("type") != "function_call" for item in chat.history)
    assert (await chat.ask("And now?")).answer == "Back again."
    assert texts(model.given[1])[-2:] == ["I will wait.", "And now?"]


async def test_what_a_guardrail_took_back_is_told_to_no_model_again() -> None:
    @output_guardrail
    async def polite(context: Any, agent: Any, output: Any) -> GuardrailFunctionOutput:
        return GuardrailFunctionOutput(None, tripwire_triggered="rude" in output)

    agent, model = saying("Something rude.", "Fine.")
    agent.output_guardrails = [polite]
    chat = Chat(agent)
    with pytest.raises(OutputGuardrailTripwireTriggered):
        await chat.ask("one")
    await chat.ask("two")
    assert texts(model.given[1]) == ["one", "two"]


async def test_a_queued_turn_that_is_stopped_is_never_asked() -> None:
    echo = Echo()
    echo.gate.clear()
    chat = Chat(echo)
    first, second, third = chat.ask("one"), chat.ask("two"), chat.ask("three")
    await asyncio.sleep(0)
    second.stop()
    echo.gate.set()
    await third
    assert (first.status, second.status, third.status) == ("done", "stopped", "done")
    assert [message for message, _ in echo.told] == ["one", "three"]
    await second


async def test_what_stands_behind_a_question_that_is_taken_back_is_asked_all_the_same() -> None:
    echo = Echo()
    echo.gate.clear()
    chat = Chat(echo)
    _, second, third = (chat.ask(question) for question in ("one", "two", "three"))
    chat._inbox.receive({"type": "withdraw", "turn": second.id}, [])
    while second in chat.turns:
        await asyncio.sleep(0)
    echo.gate.set()
    await third
    assert [str(turn.question) for turn in chat.turns] == ["one", "three"]
    assert echo.told[-1] == ("three", [user("one"), assistant("You said one.")])


async def test_clear_forgets_turns_and_history() -> None:
    echo = Echo()
    chat = Chat(echo, suggestions=["try me"])
    await chat.ask("one")
    chat.clear()
    assert (chat.turns, chat.history) == ([], [])
    await chat.ask("two")
    assert echo.told[-1] == ("two", [])


async def test_clear_stops_what_is_being_answered() -> None:
    echo = Echo()
    echo.gate.clear()
    chat = Chat(echo)
    running, queued = chat.ask("one"), chat.ask("two")
    await asyncio.sleep(0.01)
    chat.clear()
    await running
    await queued
    assert (running.status, queued.status, chat.turns) == ("stopped", "stopped", [])


async def test_on_turn_is_called_at_the_end_of_each_turn_until_it_is_undone() -> None:
    seen: list[str] = []
    chat = Chat(generator)
    undo = chat.on_turn(lambda turn: seen.append(f"{turn.question}: {turn.status}"))

    async def later(turn: Turn) -> None:
        seen.append(f"async {turn.answer}")

    chat.on_turn(later)
    await chat.ask("a")
    undo()
    await chat.ask("b")
    assert seen == ["a: done", "async sync a", "async sync b"]


async def test_a_callback_that_raises_is_told_and_the_chat_goes_on() -> None:
    chat = Chat(generator)

    def broken(turn: Turn) -> None:
        raise LookupError("no such thing")

    async def broken_later(turn: Turn) -> None:
        broken(turn)

    for callback in (broken, broken_later):
        undo = chat.on_turn(callback)
        assert (await chat.ask("a")).status == "done"
        while "LookupError: no such thing" not in facts(chat)["notice"]:
            await asyncio.sleep(0.001)
        undo()
        assert (await chat.ask("b")).status == "done"
        assert facts(chat)["notice"] == ""


async def test_suggestions_go_with_the_next_question_and_come_back_when_it_is_cleared() -> None:
    chat = Chat(generator, suggestions=["first"])
    assert facts(chat)["suggestions"] == ["first"]
    await chat.ask("a")
    assert facts(chat)["suggestions"] == []
    chat.set_suggestions(["next", " "])
    assert facts(chat)["suggestions"] == ["next"]
    chat.clear()
    assert facts(chat)["suggestions"] == ["first"]


async def test_a_cancelled_await_stops_the_answer() -> None:
    echo = Echo()
    echo.gate.clear()
    chat = Chat(echo)
    turn = chat.ask("one")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(turn._finished(), 0.05)
    await asyncio.sleep(0.01)
    assert turn.status == "stopped"
