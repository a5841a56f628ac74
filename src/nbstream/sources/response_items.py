"""What the items of a response say of tool calls: the names, inputs and outcomes of each kind.

Some calls answer themselves (a search at the provider's), others are answered by an item of their
own; both come to an `Outcome`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from nbstream.events import Language, MediaType, ToolKind
from nbstream.sources.fields import described, get, output_text, plain, to_json

# The kinds of call, and what the input of each is written in.
_SHAPES: dict[str, tuple[ToolKind, Language]] = {
    "function_call": ("function", "json"),
    "custom_tool_call": ("custom", "text"),
    "web_search_call": ("web_search", "json"),
    "file_search_call": ("file_search", "json"),
    "code_interpreter_call": ("code_interpreter", "python"),
    "image_generation_call": ("image_generation", "text"),
    "mcp_call": ("mcp", "json"),
    "mcp_approval_request": ("mcp", "json"),
    "mcp_list_tools": ("mcp_list", "text"),
    "computer_call": ("computer", "json"),
    "shell_call": ("shell", "bash"),
    "local_shell_call": ("shell", "bash"),
    "apply_patch_call": ("apply_patch", "diff"),
    "tool_search_call": ("tool_search", "json"),
    "program": ("other", "text"),
}

# These are done when their item is: nobody else answers them.
_SELF_ANSWERING = frozenset(
    {
        "web_search_call",
        "file_search_call",
        "code_interpreter_call",
        "image_generation_call",
        "mcp_call",
        "mcp_list_tools",
    }
)

_DATA_URL = re.compile(r"data:(image/[a-z]+);base64,(.*)", re.DOTALL)
_MEDIA_TYPES: dict[str, MediaType] = {
    kind.removeprefix("image/"): kind for kind in get_args(MediaType)
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    title: str = ""
    url: str = ""
    file: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to.

    Attributes:
        output: As the text that the model is given.
        error: Why it failed; `None` when it did not.
        said: What it wrote, by channel, where that is known better than `output`.
        found: What it found.
        images: The media type and the base64 of the pictures that it made.
        notes: What else is to be said of it.
        value: What the tool returned, itself; `...` where it is not in this process.
        rejected: Whether the tool was not let run.
    """

    output: str = ""
    error: str | None = None
    said: tuple[tuple[Literal["stdout", "stderr"], str], ...] = ()
    found: tuple[Found, ...] = ()
    images: tuple[tuple[MediaType, str], ...] = ()
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    value: Any = ...
    rejected: bool = False


def is_call(item: Any) -> bool:
    """Whether an item is a call that somebody answers, or that answers itself like one."""
    kind = str(get(item, "type"))
    return kind in _SHAPES or (kind.endswith("_call") and bool(get(item, "call_id")))


def answers_itself(item: Any) -> bool:
    """Whether the whole item has the outcome of its call too."""
    return get(item, "type") in _SELF_ANSWERING


def call_id(item: Any) -> str:
    """The id that a call and its output share; empty when the item has none."""
    # Nobody else answers a hosted call: its item has an id of its own and no call id.
    kind = get(item, "type")
    own = get(item, "id") if kind in _SELF_ANSWERING or kind == "mcp_approval_request" else None
    return str(get(item, "call_id") or own or "")


def shape_of(item: Any) -> tuple[ToolKind, Language]:
    """The kind of a call, and what its input is written in."""
    return _SHAPES.get(get(item, "type"), ("other", "json"))


def name_of(item: Any) -> str:
    """What a reader calls the tool."""
    kind = str(get(item, "type"))
    if kind == "web_search_call":
        action = get(get(item, "action"), "type")
        return str(action) if action in ("open_page", "find_in_page") else "web_search"
    return str(get(item, "name") or kind.removesuffix("_call"))


def input_of(item: Any) -> str | None:
    """A call's whole input, as a reader is to see it; `None` when nothing is known of it yet."""
    match get(item, "type"):
        case "web_search_call":
            asked = _kept(get(item, "action"), "query", "queries", "url", "pattern")
            if len(asked.get("queries", ())) == 1 and asked["queries"][0] == asked.get("query"):
                del asked["queries"]
            return to_json(asked) if asked else None
        case "file_search_call":
            return to_json({"queries": list(get(item, "queries") or ())})
        case "code_interpreter_call" | "program":
            return str(get(item, "code") or "")
        case "image_generation_call":
            return str(get(item, "revised_prompt") or "")
        case "shell_call":
            return "\n".join(get(get(item, "action"), "commands") or ())
        case "local_shell_call":
            return shlex.join(get(get(item, "action"), "command") or ())
        case "apply_patch_call":
            return str(get(get(item, "operation"), "diff") or "")
        case "mcp_list_tools":
            return ""
    return _given(item)


def notes_of(item: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What else is known of a call before it is answered."""
    if get(item, "type") == "function_call":
        return  # asking an object for what it does not have is dear, and most calls are these
    if server := get(item, "server_label"):
        yield "server", (str(server),)
    if operation := get(item, "operation"):
        yield "operation", (str(get(operation, "type")).replace("_", " "),)
        yield "file", (str(get(operation, "path")),)
    if checks := get(item, "pending_safety_checks"):
        yield "safety check", tuple(str(get(c, "message") or get(c, "code")) for c in checks)


def own_outcome(item: Any) -> Outcome:
    """What a call that answers itself came to, by its whole item."""
    error = _error(item)
    match get(item, "type"):
        case "web_search_call":
            sources = get(get(item, "action"), "sources") or ()
            found = (_kept(source, "title", "url") for source in sources)
            return Outcome(error=error, found=tuple(Found(**source) for source in found))
        case "file_search_call":
            return Outcome(error=error, found=tuple(map(_hit, get(item, "results") or ())))
        case "code_interpreter_call":
            return _interpreted(item, error)
        case "image_generation_call":
            return _painted(item, error)
        case "mcp_list_tools":
            tools = [f"{get(t, 'name')}: {get(t, 'description') or ''}" for t in get(item, "tools")]
            return Outcome("\n".join(line.rstrip(": ") for line in tools), error)
    return Outcome(str(get(item, "output") or ""), error)


def answer_outcome(item: Any) -> Outcome:
    """What a call came to, by the item that answers it."""
    output = get(item, "output")
    status = get(item, "status")
    match get(item, "type"):
        case "shell_call_output" if isinstance(output, list | tuple):
            return _ran(output)
        case "tool_search_output":
            return Outcome("\n".join(str(get(tool, "name")) for tool in get(item, "tools") or ()))
        case "program_output":
            return Outcome(str(get(item, "result") or ""))
        case "apply_patch_call_output" if status == "failed":
            return Outcome("", str(output or "the patch could not be applied"))
    return Outcome() if output is None else given_outcome(output)


def given_outcome(output: Any) -> Outcome:
    """What a tool's own output comes to: its text, and the pictures among it."""
    parts = output if isinstance(output, list | tuple) else (output,)
    images = tuple(image for part in parts if (image := _image_at(get(part, "image_url"))))
    # What a tool returns may answer any question, with a column of that name for one.
    kind = get(output, "type")
    if isinstance(kind, str) and kind == "computer_screenshot":
        return Outcome("" if images else "[screenshot]", images=images)
    return Outcome(output_text(output), images=images, value=output)


def picture(data: Any, form: Any) -> tuple[MediaType, str] | None:
    """A picture in base64 and of this format; `None` for a format that is not to be shown."""
    kind = _MEDIA_TYPES.get(str(form or "png"))
    return (kind, data) if kind and isinstance(data, str) and data else None


def _given(item: Any) -> str | None:
    for name in ("arguments", "input"):
        if isinstance(text := get(item, name), str):
            return text
    for name in ("arguments", "action", "actions", "operation"):
        if (value := get(item, name)) is not None:
            return to_json(plain(value))
    return None


def _kept(value: Any, *names: str) -> dict[str, Any]:
    return {name: item for name in names if (item := get(value, name))}


def _error(item: Any) -> str | None:
    if error := get(item, "error"):
        if isinstance(error, str):
            return error
        return str(get(error, "message") or output_text(get(error, "content") or described(error)))
    status = get(item, "status")
    return f"the provider says: {status}" if status in ("failed", "incomplete") else None


def _hit(result: Any) -> Found:
    title = str(get(result, "filename") or "")
    file = str(get(result, "file_id") or title)
    return Found(title, file=file, text=str(get(result, "text") or ""))


def _interpreted(item: Any, error: str | None) -> Outcome:
    outputs = get(item, "outputs") or ()
    logs = "".join(str(get(output, "logs") or "") for output in outputs)
    urls = [get(output, "url") for output in outputs if get(output, "type") == "image"]
    images = tuple(image for url in urls if (image := _image_at(url)))
    elsewhere = tuple(
        Found("image", str(url)) for url in urls if url and not str(url).startswith("data:")
    )
    return Outcome(logs, error, found=elsewhere, images=images)


def _painted(item: Any, error: str | None) -> Outcome:
    form, result = get(item, "output_format"), get(item, "result")
    image = picture(result, form)
    output = f"[a picture as {form}, which is not shown]" if result and not image else ""
    size = str(get(item, "size") or "")
    return Outcome(
        output,
        error,
        images=(image,) if image else (),
        notes=(("size", (size,)),) if size else (),
    )


def _ran(outputs: Any) -> Outcome:
    said: list[tuple[Literal["stdout", "stderr"], str]] = []
    exits = []
    for output in outputs:
        if text := get(output, "stdout"):
            said.append(("stdout", str(text)))
        if text := get(output, "stderr"):
            said.append(("stderr", str(text)))
        outcome = get(output, "outcome")
        if get(outcome, "type") == "timeout":
            exits.append("timed out")
        elif code := get(outcome, "exit_code"):
            exits.append(str(code))
    return Outcome(said=tuple(said), notes=(("exit", tuple(exits)),) if exits else ())


def _image_at(url: Any) -> tuple[MediaType, str] | None:
    told = _DATA_URL.fullmatch(url) if isinstance(url, str) else None
    return picture(told[2], told[1].removeprefix("image/")) if told else None
