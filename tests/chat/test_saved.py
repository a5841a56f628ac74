"""A chat on disk, and a chat at rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chat.asked import Echo, assistant, handing_over, saying, texts, user
from nbstream import Chat
from nbstream.errors import ChatError, RecordingError


async def saved(path: Path) -> Chat:
    chat = Chat(Echo(), title="Two words")
    await chat.ask("one", files=[("notes.txt", b"text")])
    await chat.ask("two")
    await chat.retry()
    chat.save(path)
    return chat


async def test_a_saved_chat_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "chat.json"
    before = await saved(path)
    echo = Echo()
    chat = Chat.load(path, echo)
    assert chat.history == before.history
    assert chat.to_markdown() == before.to_markdown()
    assert [len(turn.versions) for turn in chat.turns] == [1, 2]
    assert chat.turns[0].question.files[0].content == b"text"
    assert [turn.seconds for turn in chat.turns] == pytest.approx(
        [turn.seconds for turn in before.turns], abs=0.001
    )
    await chat.ask("three")
    assert echo.told[-1][1] == before.history
    assert len({turn.id for turn in chat.turns}) == 3


async def test_a_loaded_chat_goes_on_with_the_agent_that_spoke_last(tmp_path: Path) -> None:
    chat = Chat(handing_over())
    await chat.ask("Pack, please")
    chat.save(tmp_path / "chat.json")
    loaded = Chat.load(tmp_path / "chat.json", handing_over())
    assert loaded.turns[0].agent == "Packer"
    assert (await loaded.ask("And?")).facts["agent"] == "Packer"


async def test_a_failed_turn_is_failed_when_it_is_loaded(tmp_path: Path) -> None:
    def broken(message: str, history: list[Any]) -> str:
        raise ConnectionError("no line")

    chat = Chat(broken)
    with pytest.raises(ConnectionError):
        await chat.ask("hi")
    chat.save(tmp_path / "chat.json")
    (turn,) = Chat.load(tmp_path / "chat.json", Echo()).turns
    assert turn.status == "failed"
    with pytest.raises(Exception, match="no line"):
        await turn


async def test_loaded_turns_are_not_put_twice_into_a_session_that_holds_them(
    tmp_path: Path,
) -> None:
    agent, _ = saying("Warm.")
    chat = Chat(agent, session=tmp_path / "s.db")
    await chat.ask("Lisbon?")
    chat.save(tmp_path / "chat.json")
    agent, model = saying("Cold.")
    loaded = Chat.load(tmp_path / "chat.json", agent, session=tmp_path / "s.db")
    await loaded.ask("Oslo?")
    assert texts(model.given[0]) == ["Lisbon?", "Warm.", "Oslo?"]
    fresh, model = saying("Mild.")
    elsewhere = Chat.load(tmp_path / "chat.json", fresh, session=tmp_path / "other.db")
    await elsewhere.ask("Bergen?")
    assert texts(model.given[0]) == ["Lisbon?", "Warm.", "Bergen?"]


async def test_a_chat_that_is_answering_is_not_saved(tmp_path: Path) -> None:
    echo = Echo()
    echo.gate.clear()
    chat = Chat(echo)
    turn = chat.ask("one")
    with pytest.raises(ChatError, match="being written"):
        chat.save(tmp_path / "chat.json")
    echo.gate.set()
    await turn


async def test_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "chat.json"
    await saved(path)
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "version": 2}))
    with pytest.raises(RecordingError, match=r"chat\.json has version 2, and this .* up to 1"):
        Chat.load(path, Echo())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        '{"nbstream": "recording"}',
        '{"nbstream": "chat"}',
        '{"nbstream": "chat", "version": true}',
        '{"nbstream": "chat", "version": 0}',
    ],
)
def test_what_is_no_saved_chat_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "chat.json"
    path.write_text(text)
    with pytest.raises(RecordingError, match=r"chat\.json"):
        Chat.load(path, Echo())


@pytest.mark.parametrize(
    "damage",
    [
        {"id": "x"},
        {"id": None},
        {"parent": "t9"},
        {"question": ""},
        {"question": 3},
        {"files": [{"name": "a", "content": "%", "preview": ""}]},
        {"items": 3},
        {"events": [{"at": 0, "event": "NoSuch"}]},
        {"facts": None},
    ],
)
async def test_a_damaged_turn_is_named(tmp_path: Path, damage: dict[str, Any]) -> None:
    path = tmp_path / "chat.json"
    await saved(path)
    told = json.loads(path.read_text())
    told["turns"][1] |= damage
    path.write_text(json.dumps(told))
    with pytest.raises(RecordingError, match="turn 2 is damaged"):
        Chat.load(path, Echo())


async def test_a_chat_is_written_down_as_markdown() -> None:
    chat = Chat(Echo(), title="Words")
    await chat.ask("one", files=[("notes.txt", b"text")])
    assert chat.to_markdown() == (
        "# Words\n\n**You**\n\none\n\n*notes.txt*\n\n**Assistant**\n\nYou said one."
    )
    assert chat.history == [
        {"role": "user", "content": chat.turns[0].question.item["content"]},
        assistant("You said one."),
    ]
    assert chat.history[0] != user("one")


async def test_a_chat_at_rest_is_html_of_its_turns_without_a_control() -> None:
    chat = Chat(Echo(), title="<b>Words</b>", greeting="Hello **there**")
    await chat.ask("one <script>")
    await chat.ask("two")
    html = chat.to_html()
    assert "one &lt;script&gt;" in html
    assert "<strong>there</strong>" in html
    assert html.count('class="nbs-turn"') == 2
    assert html.index("one &lt;") < html.index("You said one") < html.index("You said two")
    # Who speaks is seen where no stylesheet is let through.
    assert "<strong>Assistant</strong>" in html
    assert html.count("<blockquote") == 2
    assert "<button" not in html
    assert "<textarea" not in html
    page = chat.to_html(standalone=True)
    assert "<title>&lt;b&gt;Words&lt;/b&gt;</title>" in page
