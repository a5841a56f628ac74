"""Questions as cells, in a real kernel."""

from __future__ import annotations

from typing import Any

from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from kernel import executed, printed, views
from nbstream._magic import ChatMagic, awaited
from nbstream.export import code_blocks

SETUP = """
%load_ext nbstream
from nbstream import Chat
async def answer(message, history):
    yield f"You said {message} after {len(history)} items."
talk = Chat(answer)
city = "Oslo"
"""


def test_a_cell_is_a_question_and_waits_for_its_answer() -> None:
    notebook = executed(
        SETUP,
        "%%chat talk\nIs {city} cold?\nAnd wet?",
        "print(talk.turns[-1].answer)",
        "%%chat\nReally?",
        "%chat talk And now?",
        "print(len(talk.turns), talk.turns[-1].answer)",
    )
    assert len(views(notebook.cells[1])) == 1
    assert printed(notebook.cells[2]) == "You said Is Oslo cold?\nAnd wet? after 0 items.\n"
    assert printed(notebook.cells[5]) == "3 You said And now? after 4 items.\n"
    for cell in (notebook.cells[1], notebook.cells[3], notebook.cells[4]):
        assert "You said" in str(cell["outputs"])


def test_a_function_is_asked_by_its_name_in_conversations_of_their_own() -> None:
    notebook = executed(
        SETUP,
        "%%chat answer --session a\none",
        "%%chat answer --session b\ntwo",
        "%%chat answer --session a\nthree",
    )
    said = [str(cell["outputs"]) for cell in notebook.cells[1:]]
    assert ["after 0" in text for text in said] == [True, True, False]
    assert "after 2 items" in said[2]


def test_who_is_not_there_is_said_in_a_sentence() -> None:
    notebook = executed(SETUP, "%%chat nobody\nhello", allow_errors=True)
    (output,) = notebook.cells[1]["outputs"]
    assert "there is no agent 'nobody' here; there are talk" in str(output)


def test_a_question_behind_the_name_of_a_cell_is_too_much_and_not_an_agent() -> None:
    notebook = executed(SETUP, "%%chat answer hello\nthere", allow_errors=True)
    (output,) = notebook.cells[1]["outputs"]
    assert "'hello' is too much behind %%chat answer: only --session name" in str(output)


def test_a_block_of_code_is_put_into_a_new_cell_and_not_run() -> None:
    notebook = executed(
        "from nbstream import stream",
        "view = await stream('```python\\nprint(1)\\n```')\nview.to_cell()\n"
        "get_ipython().payload_manager.read_payload()",
    )
    (payload,) = [
        output["data"]["text/plain"]
        for output in notebook.cells[1]["outputs"]
        if output["output_type"] == "execute_result"
    ]
    assert "'set_next_input'" in payload
    assert "'print(1)'" in payload


def test_a_line_that_asks_awaits_its_answer_wherever_it_stands() -> None:
    notebook = executed(
        SETUP,
        "%chat talk one\nprint(talk.turns[-1].status)",
        "x = 1\nturn = %chat talk {x}\nprint(turn.answer)",
        "%chat talk two?\n%chat isn't it three\nprint(len(talk.turns))",
        "for word in ('four', 'five'):\n    %chat talk {word}?\n_ = await talk.turns[-1]",
        "print([str(turn.question) for turn in talk.turns])",
    )
    told = [printed(cell) for cell in notebook.cells[1:]]
    assert told[0] == "done\n"
    assert told[1] == "You said 1 after 2 items.\n"
    assert told[2] == "4\n"
    assert told[4] == "['one', '1', 'two?', \"isn't it three\", 'four?', 'five?']\n"


def test_a_line_without_a_question_shows_the_conversation() -> None:
    notebook = executed(SETUP, "%chat talk", "%chat", "%chat talk hello")
    for cell in notebook.cells[1:3]:
        assert len(views(cell)) == 1
    assert "You said hello" in str(notebook.cells[1]["outputs"])


def test_a_cell_that_asks_awaits_and_no_other_cell_is_touched() -> None:
    assert awaited(["%%chat a --session s\n", "What\n", "%chat now?"]) == [
        "await get_ipython().run_cell_magic('chat', 'a --session s', 'What\\n%chat now?')\n"
    ]
    asked = "get_ipython().run_line_magic('chat', 'a what?')\n"
    assert awaited(["it = 'isn\\'t'\n", "%chat a what?\n", "turn = %chat a what?"]) == [
        "it = 'isn\\'t'\n",
        f"await {asked}",
        f"turn = await {asked}",
    ]
    assert awaited(["for _ in 'ab':\n", "    %chat a what?\n"])[1] == f"    {asked}"
    for lines in (
        [],
        ["x = 1\n"],
        ["%%chatter\n", "x"],
        ["%chatter x"],
        ["%%time\n", "%chat x"],
        ['text = """\n', "%chat x\n", '"""'],
    ):
        assert awaited(lines) == lines


def test_of_names_that_are_not_there_and_of_braces_ipythons_rule_holds() -> None:
    notebook = executed(
        SETUP,
        "%%chat talk\n{city}, $city and {{city}} for {city.upper()}",
        "%%chat talk\n{city} and {nowhere}, or {'a': 1}",
        "print([str(turn.question) for turn in talk.turns])",
    )
    said = ["Oslo, Oslo and {city} for OSLO", "{city} and {nowhere}, or {'a': 1}"]
    assert printed(notebook.cells[3]) == f"{said}\n"


def test_names_of_agents_and_chats_are_completed() -> None:
    shell: Any = InteractiveShell(warn_venv=False)  # type: ignore[no-untyped-call]
    ChatMagic(shell).register()

    async def answer(message: str, history: list[Any]) -> str:
        return "text"

    from nbstream import Chat

    shell.user_ns |= {"guide": Chat(answer), "number": 3}
    with provisionalcompleter():
        names = [found.text for found in shell.Completer.completions("%%chat ", 7)]
    assert "guide" in names
    assert "number" not in names


def test_fenced_code_is_found_as_it_was_written() -> None:
    text = (
        "a\n```python\nx = 1\n\ny\n```\n- b\n\n  ~~~~\n  ```\n    z\n  ~~~~\n``` no ```\n```\nopen"
    )
    assert code_blocks(text) == ["x = 1\n\ny", "```\n  z", "open"]
