"""A chat that begins with a session that holds something already."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import Any

import pytest
from agents import Agent, SQLiteSession, function_tool
from agents.testing import assistant_message, function_call
from hypothesis import given
from hypothesis import strategies as st

from chat.asked import Echo, ToldModel, assistant, saying, texts, user
from nbstream import Chat
from nbstream.bounds import MAX_EARLIER
from nbstream.chat.earlier import told_again

PNG = b"\x89PNG\r\n\x1a\n"


async def until(look: Callable[[], Any]) -> None:
    """Let the loop run until something is so."""
    while not look():
        await asyncio.sleep(0.001)


async def holding(*items: dict[str, Any]) -> SQLiteSession:
    session = SQLiteSession("s")
    await session.add_items([*items])  # type: ignore[list-item]
    return session


async def test_its_turns_are_drawn_and_the_next_one_follows_them() -> None:
    session = await holding(user("Lisbon?"), assistant("Warm."), user("Oslo?"), assistant("Cold."))
    agent, model = saying("Mild.")
    chat = Chat(agent, session=session, suggestions=["Try me"])
    await until(lambda: chat.turns)
    assert [(turn.question, turn.answer, turn.status) for turn in chat.turns] == [
        ("Lisbon?", "Warm.", "done"),
        ("Oslo?", "Cold.", "done"),
    ]
    whole = chat.get_state("snapshot")["snapshot"]["blocks"]
    assert [block["props"].get("question") for block in whole] == [None, "Lisbon?", "Oslo?"]
    assert whole[0]["props"]["suggestions"] == []
    turn = await chat.ask("Bergen?")
    assert turn.parent is chat.turns[1]
    assert texts(model.given[0]) == ["Lisbon?", "Warm.", "Oslo?", "Cold.", "Bergen?"]
    assert texts(chat.history) == ["Lisbon?", "Warm.", "Oslo?", "Cold.", "Bergen?", "Mild."]
    assert texts(await session.get_items()) == texts(chat.history)


async def test_a_question_that_was_asked_at_once_stands_behind_them() -> None:
    session = await holding(user("one"), assistant("first"))
    echo = Echo()
    chat = Chat(echo, session=session)
    await chat.ask("two")
    assert [str(turn.question) for turn in chat.turns] == ["one", "two"]
    assert echo.told == [("two", [user("one"), assistant("first")])]


async def test_one_of_them_can_be_asked_again() -> None:
    session = await holding(user("a"), assistant("1"), user("b"), assistant("2"))
    echo = Echo()
    chat = Chat(echo, session=session)
    await until(lambda: chat.turns)
    await chat.retry(chat.turns[0])
    assert echo.told == [("a", [])]
    assert texts(await session.get_items()) == ["a", "You said a."]
    assert [len(turn.versions) for turn in chat.turns] == [2]


async def test_the_tools_of_earlier_turns_are_told_again_with_what_they_returned() -> None:
    @function_tool
    def look_up(city: str) -> str:
        """Tell the weather."""
        return f"It rains in {city}."

    model = ToldModel(
        [
            [function_call("look_up", {"city": "Oslo"}, call_id="c1")],
            [assistant_message("It rains.")],
        ]
    )
    agent = Agent[Any](name="Guide", model=model, tools=[look_up])
    session = SQLiteSession("s")
    await Chat(agent, session=session).ask("Oslo?")
    chat = Chat(agent, session=session)
    await until(lambda: chat.turns)
    (turn,) = chat.turns
    assert turn.view is not None
    (tool,) = turn.view.tools
    assert (tool.name, tool.status, tool.output) == ("look_up", "done", "It rains in Oslo.")
    assert turn.answer == "It rains."


async def test_what_stands_before_the_first_question_is_told_and_not_drawn() -> None:
    rule = {"role": "system", "content": "Be brief."}
    session = await holding(rule, user("one"), assistant("first"))
    echo = Echo()
    chat = Chat(echo, session=session)
    await chat.ask("two")
    assert [str(turn.question) for turn in chat.turns] == ["one", "two"]
    assert echo.told[0][1] == [rule, user("one"), assistant("first")]
    assert chat.history[0] == rule


async def test_a_question_without_an_answer_says_so() -> None:
    chat = Chat(Echo(), session=await holding(user("anybody?")))
    await until(lambda: chat.turns)
    assert chat.turns[0].status == "stopped"
    assert "holds no answer" in chat.to_markdown()


async def test_of_a_long_session_the_last_turns_are_drawn_and_all_are_told() -> None:
    count = MAX_EARLIER + 5
    pairs = [(user(f"q{n}"), assistant(f"a{n}")) for n in range(count)]
    session = await holding(*(item for pair in pairs for item in pair))
    echo = Echo()
    chat = Chat(echo, session=session)
    await until(lambda: chat.turns)
    assert len(chat.turns) == MAX_EARLIER
    notice = chat.get_state("snapshot")["snapshot"]["blocks"][0]["props"]["notice"]
    assert notice == "5 earlier questions of the session are known, and not shown."
    await chat.ask("now")
    assert len(echo.told[0][1]) == 2 * count


async def test_clear_at_once_draws_nothing_and_empties_it() -> None:
    session = await holding(user("one"), assistant("first"))
    echo = Echo()
    chat = Chat(echo, session=session)
    chat.clear()
    await chat.ask("two")
    assert [str(turn.question) for turn in chat.turns] == ["two"]
    assert echo.told == [("two", [])]


async def test_a_session_that_never_answers_lets_its_reader_go() -> None:
    class Silent(SQLiteSession):
        silent = False

        async def get_items(self, limit: int | None = None) -> Any:
            if self.silent:
                await asyncio.Event().wait()
            return await super().get_items(limit)

    session = Silent("s")
    chat = Chat(Echo(), session=session)
    await chat.ask("one")
    session.silent = True
    turn = chat.ask("two")
    await until(lambda: turn.status == "waiting")
    await asyncio.sleep(0.01)
    chat.stop()
    assert not turn.over
    chat.stop()
    await turn
    assert turn.status == "stopped"
    session.silent = False
    assert (await chat.ask("three")).answer == "You said three."


def test_pictures_and_texts_of_a_question_are_found_again() -> None:
    address = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    asked = {
        "role": "user",
        "content": [
            {"type": "input_text", "text": "What is it?"},
            {"type": "input_image", "image_url": address},
            {"type": "input_image", "image_url": "https://example.org/a.png"},
        ],
    }
    _, (turn,) = told_again([asked, assistant("A dot.")])
    assert turn.question == "What is it?"
    assert [file.media_type for file in turn.question.files] == ["image/png"]


TEXT = st.text(max_size=5)
PARTS = st.lists(st.fixed_dictionaries({"type": st.just("output_text"), "text": TEXT}), max_size=2)
ITEM = st.one_of(
    st.builds(lambda text: {"role": "user", "content": text}, TEXT | PARTS),
    st.builds(lambda text: {"role": "system", "content": text}, TEXT),
    st.builds(lambda text: {"role": "assistant", "content": text}, TEXT),
    st.builds(lambda parts: {"type": "message", "role": "assistant", "content": parts}, PARTS),
    st.builds(lambda parts: {"type": "reasoning", "summary": parts}, PARTS),
    st.builds(
        lambda name: {"type": "function_call", "call_id": name, "name": name, "arguments": "{}"},
        TEXT,
    ),
    st.builds(lambda name: {"type": "function_call_output", "call_id": name, "output": name}, TEXT),
)


@given(st.lists(ITEM, max_size=6))
def test_every_item_is_in_one_turn_or_before_all_of_them(items: list[dict[str, Any]]) -> None:
    base, turns = told_again(items)
    assert [*base, *(item for turn in turns for item in turn.items)] == items


@pytest.mark.parametrize("content", [None, 3, [3], [{"text": 3}], ""])
def test_a_question_that_says_nothing_is_one(content: Any) -> None:
    _, (turn,) = told_again([{"role": "user", "content": content}, assistant("Yes?")])
    assert turn.question == "(without a text)"
