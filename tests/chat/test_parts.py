"""The parts of a chat that are pure: files, items, the tree of turns, what the page says."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstream.bounds import MAX_CHAT_NAME, MAX_FILE_BYTES, MAX_FILES
from nbstream.chat.conversation import Conversation
from nbstream.chat.files import file_of, files_of
from nbstream.chat.inbox import Inbox
from nbstream.chat.items import completed, usable
from nbstream.chat.question import Question
from nbstream.chat.transcript import Transcript
from nbstream.chat.turn import Turn
from nbstream.document import Document, Open, Retract, Set
from nbstream.errors import ChatError
from nbstream.events import Retracted, TextDelta

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class TestFiles:
    def test_what_a_file_is_is_told_by_its_content(self) -> None:
        kinds = {
            "image/png": PNG,
            "image/jpeg": b"\xff\xd8\xff\xe0rest",
            "image/gif": b"GIF89arest",
            "image/webp": b"RIFF1234WEBPrest",
            "application/pdf": b"%PDF-1.7",
            "text/plain": "Grüße".encode(),
        }
        assert {kind: file_of("x.exe", content).media_type for kind, content in kinds.items()} == {
            kind: kind for kind in kinds
        }

    @pytest.mark.parametrize("content", [b"\x00\x01", b"\xff\xfe\x00", b"\x80abc"])
    def test_what_no_model_reads_is_refused(self, content: bytes) -> None:
        with pytest.raises(ChatError, match="cannot be attached"):
            file_of("movie.png", content)

    def test_each_kind_is_given_as_its_input_part(self) -> None:
        assert file_of("a.png", PNG).to_part()["image_url"].startswith("data:image/png;base64,")
        pdf = file_of("a.pdf", b"%PDF-1").to_part()
        assert (pdf["type"], pdf["filename"]) == ("input_file", "a.pdf")
        text = file_of("a.md", b"one ``` two").to_part()["text"]
        assert text == "a.md:\n\n````\none ``` two\n````"

    def test_paths_and_pairs_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("hello")
        names = [file.name for file in files_of([path, str(path), ("b.png", PNG)])]
        assert names == ["notes.txt", "notes.txt", "b.png"]

    @pytest.mark.parametrize(
        ("files", "why"),
        [
            (["/no/such/file"], "cannot be read"),
            ("notes.txt", "expected a list"),
            ([3], "cannot attach a int"),
            ([("a.txt", b"x")] * (MAX_FILES + 1), "takes 10 files"),
            ([("a.txt", b"x")] * (20 * MAX_FILES), "takes 10 files"),
            ([("a.txt", b"x" * (MAX_FILE_BYTES // 2 + 1))] * 2, "8 MB together"),
            ([("a.txt", b"x" * (20 * MAX_FILE_BYTES))], "8 MB together"),
        ],
    )
    def test_what_cannot_be_attached_is_said(self, files: Any, why: str) -> None:
        with pytest.raises(ChatError, match=why):
            files_of(files)

    def test_as_many_and_as_much_as_a_question_takes_are_attached(self) -> None:
        assert len(files_of([("a.txt", b"x")] * MAX_FILES)) == MAX_FILES
        assert files_of([("a.txt", b"x" * (MAX_FILE_BYTES // 2))] * 2)

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("../../.bashrc", ".bashrc"),
            ("C:\\Windows\\x.exe", "x.exe"),
            ("a\0b", "ab"),
            ("exe.gpj\u202e.txt", "exe.gpj.txt"),
            ("\x1b]52;c;eA==\x07", "]52;c;eA=="),
            ("..", ".."),
            ("", "file"),
            ("n" * 5_000, "n" * MAX_CHAT_NAME),
        ],
    )
    def test_a_name_is_no_path_and_hides_nothing(self, name: str, shown: str) -> None:
        assert file_of(name, b"x").name == shown

    @given(st.text())
    def test_a_name_is_one_line_without_a_folder(self, name: str) -> None:
        shown = file_of(name, b"x").name
        assert shown
        assert shown.isprintable()
        assert not set(shown) & {"/", "\\", "\n"}

    def test_a_preview_is_a_picture_or_nothing(self) -> None:
        assert file_of("a.txt", b"x", "javascript:alert(1)").preview == ""
        assert file_of("a.txt", b"x", 'data:image/png;base64,AA"onload=').preview == ""
        assert file_of("a.png", PNG).preview.startswith("data:image/png;base64,")

    def test_a_question_with_files_is_one_input_item(self) -> None:
        item = Question("What is it?", [file_of("a.png", PNG)]).item
        assert [part["type"] for part in item["content"]] == ["input_text", "input_image"]
        assert Question("", [file_of("a.txt", b"x")]).item["content"][0]["type"] == "input_text"


def call(name: str) -> dict[str, Any]:
    return {"type": "function_call", "call_id": name, "name": name, "arguments": "{}"}


def output(name: str) -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": name, "output": "done"}


THOUGHT = {"type": "reasoning", "id": "r", "summary": []}
SAID = {"role": "assistant", "content": "Said."}


class TestItems:
    def test_calls_and_outputs_are_kept_in_pairs(self) -> None:
        assert usable([call("a"), call("b"), output("a"), output("c")]) == [call("a"), output("a")]

    def test_a_thought_is_kept_only_before_what_came_of_it(self) -> None:
        assert usable([THOUGHT, call("a")]) == []
        assert usable([THOUGHT, SAID, THOUGHT]) == [THOUGHT, SAID]
        assert usable([THOUGHT, call("a"), output("a")]) == [THOUGHT, call("a"), output("a")]

    def test_a_request_for_approval_needs_its_answer(self) -> None:
        asked = {"type": "mcp_approval_request", "id": "m"}
        answer = {"type": "mcp_approval_response", "approval_request_id": "m"}
        assert usable([asked]) == []
        assert usable([asked, answer]) == [asked, answer]

    @given(st.lists(st.sampled_from([call("a"), output("a"), call("b"), output("b"), SAID])))
    def test_what_is_usable_stays_usable(self, items: list[dict[str, Any]]) -> None:
        once = usable(items)
        assert usable(once) == once
        called = {item["call_id"] for item in once if item.get("type") == "function_call"}
        returned = {item["call_id"] for item in once if item.get("type") == "function_call_output"}
        assert called == returned

    def test_words_that_were_shown_and_stand_in_no_item_are_put_in(self) -> None:
        document = Document()
        document.apply(TextDelta("a", "Said."))
        document.apply(TextDelta("b", "Half a sen"))
        assert completed([SAID], document) == [
            SAID,
            {"role": "assistant", "content": "Half a sen"},
        ]

    def test_words_that_were_taken_back_are_not(self) -> None:
        document = Document()
        document.apply(TextDelta("a", "Secret."))
        document.apply(Retracted(("a",), "a guardrail"))
        assert completed([], document) == []


def turn(transcript: Transcript, question: str, parent: Turn | None = None) -> Turn:
    nobody: Any = None
    return Turn(nobody, transcript.new_id(), Question(question), parent)


class TestTranscript:
    def test_a_turn_costs_the_page_two_changes_however_many_there_are(self) -> None:
        transcript = Transcript({"title": "x"})
        last = None
        for number in range(300):
            last = turn(transcript, f"question {number}", last)
            changes = transcript.add(last)
            assert [type(change) for change in changes] == [Open, Set]
            assert sum(len(json.dumps(change.to_wire())) for change in changes) < 300
        assert len(transcript.path) == 300

    def test_versions_stand_side_by_side_and_one_is_chosen(self) -> None:
        transcript = Transcript({})
        first, second = turn(transcript, "a"), turn(transcript, "b")
        transcript.add(first)
        transcript.add(follows := turn(transcript, "c", first))
        transcript.add(second)
        assert transcript.path == [second]
        assert transcript.versions(first) == [first, second]
        assert transcript.choose(first) == [Set("chat", {"chosen": "t1"})]
        assert transcript.path == [first, follows]

    def test_what_is_removed_takes_along_what_followed_it(self) -> None:
        transcript = Transcript({})
        transcript.add(first := turn(transcript, "a"))
        transcript.add(turn(transcript, "b", first))
        assert transcript.remove(first) == [Retract("t1"), Set("chat", {"chosen": None})]
        assert (transcript.path, transcript.turns) == ([], {})

    def test_a_snapshot_tells_parents_before_children_of_a_long_conversation(self) -> None:
        transcript = Transcript({})
        last = None
        for number in range(3000):
            transcript.add(last := turn(transcript, str(number), last))
        known = set()
        for block in transcript.snapshot():
            assert block["parent"] is None or block["parent"] in known
            known.add(block["id"])
        assert len(known) == 3001

    def test_a_fact_that_is_known_is_not_told_again(self) -> None:
        transcript = Transcript({"title": "x"})
        assert transcript.say(title="x") == []
        assert transcript.say(title="y") == [Set("chat", {"title": "y"})]


class Desk:
    """Writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("on_"):
            raise AttributeError(name)
        return lambda *given: self.asked.append((name, *given))


class TestInbox:
    def test_what_the_page_says_reaches_the_desk_checked(self) -> None:
        desk = Desk()
        inbox = Inbox(desk, lambda: None)
        files = [{"name": "a.png", "preview": ""}]
        submit = {"type": "submit", "text": "hi", "nonce": "n", "files": files}
        inbox.receive(submit, [memoryview(PNG)])
        inbox.receive({"type": "retry", "turn": "t1"}, [])
        inbox.receive({"type": "edit", "turn": "t1", "text": "other"}, [])
        inbox.receive({"type": "stop"}, [])
        name, text, attached, nonce = desk.asked[0]
        assert (name, text, nonce, attached[0].content) == ("on_submit", "hi", "n", PNG)
        assert desk.asked[1:] == [
            ("on_retry", "t1"),
            ("on_edit", "t1", "other"),
            ("on_stop",),
        ]

    @pytest.mark.parametrize(
        "files",
        [[{}], [{"name": "a", "preview": ""}] * 2, "a.png", [{"name": 3}]],
    )
    def test_files_that_do_not_fit_their_contents_are_refused(self, files: Any) -> None:
        desk = Desk()
        message = {"type": "submit", "text": "hi", "nonce": "n", "files": files}
        Inbox(desk, lambda: None).receive(message, [b"x"])
        assert [asked[:2] for asked in desk.asked] == [("on_refused", "n")]

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["type", "turn", "text", "nonce", "files"]), inner, max_size=4
                )
            ),
            max_leaves=8,
        )
    )
    def test_anything_else_is_ignored(self, content: Any) -> None:
        desk = Desk()
        Inbox(desk, lambda: None).receive(content, [])
        assert desk.asked == []


def test_a_conversation_knows_no_widget() -> None:
    assert "ipywidgets" not in Conversation.__init__.__globals__
