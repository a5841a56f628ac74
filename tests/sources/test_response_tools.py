"""What the Responses API tells of tools that run at the provider's, and of those with a kind."""

from __future__ import annotations

from itertools import dropwhile
from typing import Any

import pytest

from document.written import written
from nbstream.document import Document
from nbstream.events import Ended, Event, TextDelta, Unknown
from nbstream.sources.response_parts import ResponseParts
from recordings.player import as_object

PIXEL = "iVBORw0KGgo="


class Folded:
    """Raw events of one response after the other, and the document that they make."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.document = Document()
        self.parts = ResponseParts(self.emit)
        self.raw("response.created", response={"output": []})

    def emit(self, event: Event) -> None:
        self.events.append(event)
        self.document.apply(event)

    def raw(self, kind: str, index: int = 0, **fields: Any) -> None:
        self.parts.take(as_object({"type": kind, "output_index": index, **fields}))

    def added(self, item: dict[str, Any], index: int = 0) -> None:
        self.raw("response.output_item.added", index, item=item)

    def done(self, item: dict[str, Any], index: int = 0) -> None:
        self.raw("response.output_item.done", index, item=item)

    def shown(self) -> list[str]:
        """What a reader is shown when it is over, without the run itself."""
        self.raw("response.completed", response={"output": []})
        self.parts.finish()
        self.document.apply(Ended())
        lines = iter(written(self.document).splitlines()[1:])
        return [line[2:] for line in dropwhile(lambda line: line.startswith("    "), lines)]


def test_a_web_search_shows_what_it_asked_and_what_it_found() -> None:
    folded = Folded()
    folded.added({"type": "web_search_call", "id": "ws", "action": {"type": "search"}})
    folded.raw("response.web_search_call.in_progress")
    folded.raw("response.web_search_call.searching")
    assert folded.document.blocks[-1].props["status"] == "running"
    action = {
        "type": "search",
        "query": "rain in rome",
        "queries": ["rain in rome", "rome weather"],
        "sources": [{"type": "url", "url": "https://a.it"}, {"type": "url", "url": "https://b.it"}],
    }
    folded.raw("response.web_search_call.completed")
    folded.done({"type": "web_search_call", "id": "ws", "status": "completed", "action": action})
    assert folded.shown() == [
        "tool web_search (web_search, in json) is done after 0.00 s",
        "    call_id: ws",
        '  | {"query": "rain in rome", "queries": ["rain in rome", "rome weather"]}',
        *source(url="https://a.it"),
        *source(url="https://b.it"),
    ]


def source(**facts: str) -> list[str]:
    told = (f"{name}: {facts.get(name, '')}" for name in ("title", "url", "file", "text"))
    return ["  source", *(f"      {line}".rstrip() for line in told)]


@pytest.mark.parametrize(
    ("action", "name", "asked"),
    [
        ({"type": "open_page", "url": "https://a.it"}, "open_page", '{"url": "https://a.it"}'),
        (
            {"type": "find_in_page", "url": "https://a.it", "pattern": "rain"},
            "find_in_page",
            '{"url": "https://a.it", "pattern": "rain"}',
        ),
        ({"type": "search", "query": "q", "queries": ["q"]}, "web_search", '{"query": "q"}'),
    ],
)
def test_what_a_search_turns_out_to_be_is_its_name(
    action: dict[str, str], name: str, asked: str
) -> None:
    folded = Folded()
    folded.added({"type": "web_search_call", "id": "ws", "status": "in_progress"})
    folded.done({"type": "web_search_call", "id": "ws", "action": action})
    tool = folded.document.blocks[-1]
    assert (tool.props["name"], tool.text) == (name, asked)


def test_a_search_that_failed_says_so() -> None:
    folded = Folded()
    folded.done({"type": "file_search_call", "id": "f", "status": "failed", "queries": ["q"]})
    assert folded.shown()[0] == "tool file_search (file_search, in json) is failed"


def test_code_shows_as_it_is_written_with_its_logs_and_its_pictures() -> None:
    folded = Folded()
    folded.added({"type": "code_interpreter_call", "id": "ci", "code": "", "outputs": None})
    for piece in ("plot(", "1)"):
        folded.raw("response.code_interpreter_call_code.delta", delta=piece)
    assert folded.document.blocks[-1].text == "plot(1)"
    folded.raw("response.code_interpreter_call_code.done", code="plot(1)")
    folded.raw("response.code_interpreter_call.interpreting")
    outputs = [
        {"type": "logs", "logs": "one\n"},
        {"type": "image", "url": f"data:image/png;base64,{PIXEL}"},
        {"type": "image", "url": "https://files.example/2"},
    ]
    item = {"type": "code_interpreter_call", "id": "ci", "code": "plot(1)", "outputs": outputs}
    folded.done(item)
    assert folded.shown() == [
        "tool code_interpreter (code_interpreter, in python) is done after 0.00 s",
        "    call_id: ci",
        "    language: python",
        "    output: one",
        "",
        "  | plot(1)",
        *source(title="image", url="https://files.example/2"),
        "  image image/png of 12 characters",
    ]


def test_a_picture_gets_better_in_one_place() -> None:
    folded = Folded()
    folded.added({"type": "image_generation_call", "id": "ig", "status": "in_progress"})
    for place in range(2):
        folded.raw(
            "response.image_generation_call.partial_image",
            partial_image_index=place,
            partial_image_b64=PIXEL[:4],
            output_format="webp",
        )
    image = folded.document.blocks[-1]
    assert (image.kind, image.props["partial"], image.closed) == ("image", True, False)
    assert image.props["media_type"] == "image/webp"
    done = {"type": "image_generation_call", "id": "ig", "status": "completed", "result": PIXEL}
    folded.done({**done, "output_format": "webp", "revised_prompt": "a cat", "size": "8x8"})
    assert image.props["data"] == PIXEL
    assert folded.shown() == [
        "tool image_generation (image_generation, in text) is done",
        "    call_id: ig",
        "    language: text",
        "    notes: size 8x8",
        "  | a cat",
        "  image image/webp of 12 characters",
    ]


def test_a_picture_that_could_hold_a_script_is_named_and_not_shown() -> None:
    folded = Folded()
    item = {
        "type": "image_generation_call",
        "id": "ig",
        "result": "PHN2Zz4=",
        "status": "completed",
    }
    folded.done({**item, "output_format": "svg"})
    assert "    output: [a picture as svg, which is not shown]" in folded.shown()
    assert all(block.kind != "image" for block in folded.document.blocks)


def test_an_mcp_call_that_was_allowed_goes_on_where_it_was_asked_for() -> None:
    folded = Folded()
    asked = {"type": "mcp_approval_request", "id": "r", "name": "rm", "server_label": "disk"}
    folded.done({**asked, "arguments": '{"path": "a"}'})
    folded.raw("response.completed", response={"output": []})
    assert folded.document.blocks[-1].props["status"] == "approval"
    folded.parts.take_item(
        {"type": "mcp_approval_response", "approval_request_id": "r", "approve": 1}
    )
    folded.raw("response.created", response={})
    called = {"type": "mcp_call", "id": "m", "name": "rm", "approval_request_id": "r"}
    folded.added({**called, "arguments": ""})
    folded.done({**called, "arguments": '{"path": "a"}', "output": "gone", "server_label": "disk"})
    assert folded.shown() == [
        "tool rm (mcp, in json) is done",
        "    call_id: r",
        "    notes: server disk",
        "    approval: approved True, message , always False",
        "    output: gone",
        '  | {"path": "a"}',
    ]


def test_an_mcp_call_that_was_refused_is_over() -> None:
    folded = Folded()
    folded.done({"type": "mcp_approval_request", "id": "r", "name": "rm", "arguments": "{}"})
    answer = {"type": "mcp_approval_response", "approval_request_id": "r", "approve": False}
    folded.parts.take_item({**answer, "reason": "too dangerous"})
    tool = folded.document.blocks[-1]
    assert (tool.props["status"], tool.props["output"]) == ("rejected", "too dangerous")
    assert tool.closed


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("bad", "bad"),
        ({"type": "http_error", "code": 500, "message": "server down"}, "server down"),
        ({"type": "mcp_tool_execution_error", "content": [{"type": "text", "text": "no"}]}, "no"),
    ],
)
def test_an_mcp_servers_error_is_a_sentence(error: Any, said: str) -> None:
    folded = Folded()
    folded.done({"type": "mcp_call", "id": "m", "name": "x", "arguments": "{}", "error": error})
    assert folded.document.blocks[-1].props["error"] == said


def test_a_shell_says_its_commands_and_what_they_say_as_they_come() -> None:
    folded = Folded()
    folded.added({"type": "shell_call", "id": "sh", "call_id": "c", "action": {"commands": []}})
    for place, pieces in enumerate((("make ", "all"), ("ls",))):
        folded.raw("response.shell_call_command.added", command_index=place, command="")
        for piece in pieces:
            folded.raw("response.shell_call_command.delta", command_index=place, delta=piece)
        folded.raw("response.shell_call_command.done", command_index=place, command="".join(pieces))
    assert folded.document.blocks[-1].text == "make all\nls"
    call = {"type": "shell_call", "call_id": "c", "action": {"commands": ["make all", "ls"]}}
    folded.done(call)
    folded.added({"type": "shell_call_output", "call_id": "c", "output": []}, 1)
    for heard in (
        {"stdout": "cc "},
        {"stdout": "a.c\n"},
        {"stderr": "warning\n"},
        {"stdout": "a.o"},
    ):
        folded.raw("response.shell_call_output_content.delta", 1, command_index=0, delta=heard)
    outputs = [
        {
            "stdout": "cc a.c\na.o",
            "stderr": "warning\n",
            "outcome": {"type": "exit", "exit_code": 2},
        },
        {"stdout": "", "stderr": "", "outcome": {"type": "timeout"}},
    ]
    folded.done({"type": "shell_call_output", "call_id": "c", "output": outputs}, 1)
    assert folded.shown() == [
        "tool shell (shell, in bash) is done after 0.00 s",
        "    call_id: c",
        "    language: bash",
        "    notes: exit 2; timed out",
        "  | make all",
        "  | ls",
        "  output stdout",
        "    | cc a.c",
        "    |",
        "  output stderr",
        "    | warning",
        "    |",
        "  output stdout",
        "    | a.o",
    ]


def test_a_shells_output_that_comes_whole_is_the_same() -> None:
    folded = Folded()
    folded.done({"type": "shell_call", "call_id": "c", "action": {"commands": ["ls"]}})
    outputs = [{"stdout": "a", "stderr": "b", "outcome": {"type": "exit", "exit_code": 0}}]
    folded.done({"type": "shell_call_output", "call_id": "c", "output": outputs}, 1)
    assert folded.shown()[4:] == ["  output stdout", "    | a", "  output stderr", "    | b"]


def test_a_patch_is_a_diff() -> None:
    folded = Folded()
    operation = {"type": "update_file", "path": "a.py", "diff": "-x\n+y"}
    folded.done({"type": "apply_patch_call", "call_id": "c", "operation": operation})
    failed = {"type": "apply_patch_call_output", "call_id": "c", "status": "failed"}
    folded.done({**failed, "output": "no such file"}, 1)
    assert folded.shown() == [
        "tool apply_patch (apply_patch, in diff) is failed",
        "    call_id: c",
        "    language: diff",
        "    notes: operation update file, file a.py",
        "    error: no such file",
        "  | -x",
        "  | +y",
    ]


def test_a_computer_shows_its_actions_its_checks_and_its_screen() -> None:
    folded = Folded()
    call = {"type": "computer_call", "id": "k", "call_id": "c", "action": {"type": "click", "x": 1}}
    folded.done({**call, "pending_safety_checks": [{"id": "s", "message": "is it yours?"}]})
    screen = {"type": "computer_screenshot", "image_url": f"data:image/png;base64,{PIXEL}"}
    folded.done({"type": "computer_call_output", "call_id": "c", "output": screen}, 1)
    assert folded.shown() == [
        "tool computer (computer, in json) is done",
        "    call_id: c",
        "    notes: safety check is it yours?",
        '  | {"type": "click", "x": 1}',
        "  image image/png of 12 characters",
    ]


def test_a_search_for_tools_without_ids_is_answered_by_the_next() -> None:
    folded = Folded()
    call = {"type": "tool_search_call", "id": "t", "execution": "server", "call_id": None}
    folded.done({**call, "arguments": {"paths": ["crm"]}})
    tools = [{"type": "function", "name": "find_customer"}]
    folded.done({"type": "tool_search_output", "id": "o", "call_id": None, "tools": tools}, 1)
    assert folded.shown() == [
        "tool tool_search (tool_search, in json) is done",
        "    call_id:",
        "    output: find_customer",
        '  | {"paths": ["crm"]}',
    ]


def test_a_local_shell_and_a_program_have_their_commands() -> None:
    folded = Folded()
    folded.done({"type": "local_shell_call", "call_id": "a", "action": {"command": ["ls", "a b"]}})
    folded.done({"type": "program", "call_id": "b", "code": "1 + 1"}, 1)
    folded.done({"type": "program_output", "call_id": "b", "result": "2"}, 2)
    local, program = folded.document.blocks[1:]
    assert (local.text, program.text) == ("ls 'a b'", "1 + 1")
    assert program.props["output"] == "2"


def test_an_unknown_kind_of_call_is_a_tool() -> None:
    folded = Folded()
    folded.done({"type": "sparkle_call", "call_id": "c", "action": {"colour": "red"}})
    assert folded.shown()[0] == "tool sparkle (other, in json) is ready"


def test_citations_of_every_kind_stand_with_their_text() -> None:
    folded = Folded()
    annotations = [
        {
            "type": "url_citation",
            "url": "https://a.it",
            "title": "A",
            "start_index": 0,
            "end_index": 3,
        },
        {"type": "file_citation", "file_id": "f", "filename": "b.md", "index": 4},
        {"type": "container_file_citation", "file_id": "g", "start_index": 1, "end_index": 2},
        {"type": "file_path", "file_id": "h", "index": 0},
        {
            "type": "url_citation",
            "url": "https://a.it",
            "title": "A",
            "start_index": 5,
            "end_index": 6,
        },
        {"type": "sparkle", "colour": "red"},
    ]
    # One comes before its text.
    folded.raw(
        "response.output_text.annotation.added",
        content_index=0,
        annotation_index=0,
        annotation=annotations[0],
    )
    folded.raw("response.output_text.delta", content_index=0, delta="Cited.")
    part = {"type": "output_text", "text": "Cited.", "annotations": annotations}
    folded.done({"type": "message", "id": "m", "content": [part]})
    text = next(block for block in folded.document.blocks if block.kind == "text")
    told = [
        (c["number"], c["url"] or c["file"], c["start"], c["end"]) for c in text.props["citations"]
    ]
    assert told == [
        (1, "b.md", 4, 4),
        (2, "g", 1, 2),
        (3, "h", None, None),
        (4, "https://a.it", 5, 6),
        (4, "https://a.it", 0, 3),
    ]
    assert [e.name for e in folded.events if isinstance(e, Unknown)] == ["sparkle"]


def test_an_answer_that_was_asked_for_as_json_is_data_and_a_comment_is_not() -> None:
    folded = Folded()
    form = {"text": {"format": {"type": "json_schema", "name": "city"}}}
    folded.raw("response.created", response=form)
    comment = {"type": "message", "id": "a", "phase": "commentary", "content": []}
    folded.added(comment, 0)
    folded.raw("response.output_text.delta", 0, content_index=0, delta="Let me see.")
    folded.raw("response.output_text.delta", 1, content_index=0, delta='{"city": ')
    folded.raw("response.refusal.delta", 2, content_index=0, delta="No.")
    roles = [event.role for event in folded.events if isinstance(event, TextDelta)]
    assert roles == ["answer", "data", "refusal"]


def test_what_is_spoken_is_read() -> None:
    folded = Folded()
    for kind, delta in (
        ("transcript.delta", "Hel"),
        ("delta", "UklGRg=="),
        ("transcript.delta", "lo"),
    ):
        folded.parts.take(as_object({"type": f"response.audio.{kind}", "delta": delta}))
    folded.parts.take(as_object({"type": "response.audio.transcript.done"}))
    assert folded.document.text == "Hello"
