"""Everything that can happen during a run, in this package's own words.

Sources translate a provider's stream into these events; the document folds them; a recording
keeps them. Nothing here does I/O and nothing here knows which provider was speaking. The names
map one-to-one onto AG-UI and the other vocabularies, so that any stream finds its words here.

Blocks are named by their source: an id is unique within the run and is never reused. A block
opens with the first event that names it. `parent` is the block that it stands in: `None` for the
run itself, a tool's id for what an agent does inside that tool.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from nbstream.errors import EventError

VERSION = 1
"""Version of the vocabulary: it grows with every change that an older reader would get wrong."""

BlockId = str

# Marks a field that is no part of what is written down.
_STAYS = {"stays": True}

ToolKind = Literal[
    "function",
    "custom",
    "web_search",
    "file_search",
    "code_interpreter",
    "image_generation",
    "mcp",
    "mcp_list",
    "computer",
    "shell",
    "apply_patch",
    "tool_search",
    "other",
]
"""What sort of tool is called; all but the first two mostly run at the provider's."""

Language = Literal["json", "python", "bash", "diff", "text"]
"""What a tool's input is written in."""

Form = Literal["text", "markdown", "json", "table", "html"]
"""What `Displayed.content` is."""

MediaType = Literal["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]
"""Pictures that every browser shows, and that cannot hold a script."""


@dataclass(frozen=True, slots=True)
class AgentChanged:
    """From here on, another agent speaks; the first one of a run is told the same way."""

    agent: str
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class HandedOff:
    """One agent gave the run to another.

    Attributes:
        block: Id of the block that says so.
        source: Name of the agent that gave.
        target: Name of the agent that took.
    """

    block: BlockId
    source: str
    target: str
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More text of an answer; the first one opens its block.

    Attributes:
        block: Id of the block.
        text: The piece to append. It may end anywhere, even inside a surrogate pair.
        role: What kind of text it is: the answer, the model's refusal to give one, or data: an
            answer that was asked for as JSON.
    """

    block: BlockId
    text: str
    role: Literal["answer", "refusal", "data"] = "answer"
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More of what the model thinks aloud; the first one opens its block."""

    block: BlockId
    text: str
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class TextEnded:
    """A block of text or of reasoning is complete.

    Attributes:
        block: Id of the block.
        text: The whole text by the provider's own account; it overrules the deltas.
            `None`: the provider gave none, the deltas stand.
    """

    block: BlockId
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A text names where it has something from.

    Attributes:
        block: Id of the text, which has been opened.
        title: What the source is called.
        url: Where it is on the web; empty when it is a file.
        file: Name or id of the file; empty when it is on the web.
        start: Where in the text the citation belongs, in code points from its beginning.
        end: Where that ends. Both `None`: to the text as a whole.
    """

    block: BlockId
    title: str = ""
    url: str = ""
    file: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ToolCalled:
    """The model began to call a tool; its arguments follow.

    Attributes:
        block: Id of the block.
        name: The tool's name, as the model wrote it.
        call_id: The provider's name for the call, for whoever must answer it.
        kind: What sort of tool it is.
        language: What its input is written in.
    """

    block: BlockId
    name: str
    call_id: str = ""
    parent: BlockId | None = None
    kind: ToolKind = "function"
    language: Language = "json"


@dataclass(frozen=True, slots=True)
class ToolArgumentsDelta:
    """More of a call's input: JSON unless `ToolCalled` said otherwise; it may be cut anywhere."""

    block: BlockId
    text: str


@dataclass(frozen=True, slots=True)
class ToolArgumentsEnded:
    """A call's arguments are complete.

    Attributes:
        block: Id of the block.
        arguments: The whole text by the provider's own account; it overrules the deltas.
            `None`: the deltas stand.
    """

    block: BlockId
    arguments: str | None = None


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """The tool itself began to run."""

    block: BlockId


@dataclass(frozen=True, slots=True)
class ToolNoted:
    """Something else is known of a call, beside its input and its output.

    Attributes:
        block: Id of the tool's block.
        name: What is known, as a word for a reader: "server", "file", "exit", "safety check".
        values: What it is; these take the place of what was noted under this name before, and none
            takes it back.
    """

    block: BlockId
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToolProgressed:
    """A tool says how far it has come.

    Attributes:
        block: Id of the tool's block.
        fraction: How much is done, from 0 to 1; `None` where that is not known.
        message: What it is doing.
    """

    block: BlockId
    fraction: float | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class ToolOutputDelta:
    """More of what a tool says while it runs; it stands in the tool's block.

    Attributes:
        block: Id of the tool's block.
        text: The piece to append; it may hold ANSI colours.
        channel: Which of the tool's outputs it came out of.
    """

    block: BlockId
    text: str
    channel: Literal["stdout", "stderr", "output"] = "output"


@dataclass(frozen=True, slots=True)
class SourceFound:
    """A search found something.

    Attributes:
        block: Id of the block that says so.
        title: What it is called.
        url: Where it is on the web; empty when it is a file.
        file: Name or id of the file; empty when it is on the web.
        text: What was found there.
        parent: Id of the tool that searched.
    """

    block: BlockId
    title: str = ""
    url: str = ""
    file: str = ""
    text: str = ""
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class ImageShown:
    """A picture; told again with the same block, it takes the place of the last one.

    Attributes:
        block: Id of the block.
        media_type: What `data` is a file of.
        data: The file in base64, standard alphabet.
        partial: Whether a better one of the same picture follows.
        alt: What it shows, in words.
    """

    block: BlockId
    media_type: MediaType
    data: str
    partial: bool = False
    alt: str = ""
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class Displayed:
    """What a tool returned, as a notebook would show it; the model is given its text instead.

    Attributes:
        block: Id of the block.
        form: What `content` is.
        content: Text (it may hold ANSI colours), markdown or JSON; HTML, which is shown on request
            only, in a frame that runs nothing; or a table as JSON: `head` and `body`, each a list
            of rows, a row a list of cells, a cell its text or `{"text", "head": true, "columns",
            "rows"}` for one that names others or spans several; `note`: what stood beside it;
            `left_out`: how many rows did not fit.
        parent: Id of the tool.
    """

    block: BlockId
    form: Form
    content: str
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class ApprovalRequested:
    """A call waits for somebody to allow it; its input is complete.

    Attributes:
        block: Id of the tool's block.
        nonce: Names the question, for an answer from the page to name it again. Empty: it cannot
            be answered there (yet). No file keeps it or can bring one: a recording asks nobody.
    """

    block: BlockId
    nonce: str = field(default="", compare=False, repr=False, metadata=_STAYS)


@dataclass(frozen=True, slots=True)
class ApprovalDecided:
    """Somebody has allowed a call, or has not.

    Attributes:
        block: Id of the tool's block.
        approved: Whether the call may be made.
        message: What the model is told of it.
        always: Whether that goes for this tool's later calls too.
    """

    block: BlockId
    approved: bool
    message: str = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class ToolReturned:
    """The tool came back.

    Attributes:
        block: Id of the block.
        output: What it returned, as the text that the model is given.
        error: Why it failed, for a person to read; `None` when it did not fail.
        seconds: How long it ran, where the source knows better than the clock between
            `ToolStarted` and this event.
        traceback: Where it failed, as Python tells it; empty where that is not known.
        value: What it returned, itself; `...` where that is not known. It stays in this process and
            is never written down.
        rejected: Whether it was not let run, and `output` says why.
    """

    block: BlockId
    output: str = ""
    error: str | None = None
    seconds: float | None = None
    traceback: str = ""
    value: object = field(default=..., compare=False, repr=False, metadata=_STAYS)
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Discarded:
    """What was shown does not count: the provider starts these blocks anew (a retry)."""

    blocks: tuple[BlockId, ...]


@dataclass(frozen=True, slots=True)
class Retracted:
    """What was said is taken back, and the reader is told why (an output guardrail)."""

    blocks: tuple[BlockId, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class UsageReported:
    """What one request to the model cost, in tokens."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that this version has no word for: kept and named, never dropped.

    Attributes:
        block: Id of the block that says so.
        name: The provider's name for it.
        detail: What else is known of it, as short text.
    """

    block: BlockId
    name: str
    detail: str = ""
    parent: BlockId | None = None


@dataclass(frozen=True, slots=True)
class StopRequested:
    """The reader asked the run to stop; it ends at the next point where it can."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is over; nothing follows.

    Attributes:
        status: How it ended.
        error: The exception's class name, for a failed run.
        message: What a person should read of the failure.
        hint: What to do about it, where that is known.
        retry: Whether it may succeed when it is tried again, here and now. No file keeps it.
    """

    status: Literal["done", "failed", "stopped"] = "done"
    error: str = ""
    message: str = ""
    hint: str = ""
    retry: bool = field(default=False, compare=False, repr=False, metadata=_STAYS)


Event = (
    AgentChanged
    | HandedOff
    | TextDelta
    | ReasoningDelta
    | TextEnded
    | Cited
    | ToolCalled
    | ToolArgumentsDelta
    | ToolArgumentsEnded
    | ToolStarted
    | ToolNoted
    | ToolProgressed
    | ToolOutputDelta
    | SourceFound
    | ImageShown
    | Displayed
    | ApprovalRequested
    | ApprovalDecided
    | ToolReturned
    | Discarded
    | Retracted
    | UsageReported
    | Unknown
    | StopRequested
    | Ended
)


EVENT_TYPES: Mapping[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
"""Every event by its name, as `to_json` writes it."""


def to_json(event: Event) -> dict[str, Any]:
    """Say `event` in JSON: `{"event": "TextDelta", "block": …}`, defaults left out."""
    told: dict[str, Any] = {"event": type(event).__name__}
    for known in fields(event):
        if known.metadata == _STAYS:
            continue
        value = getattr(event, known.name)
        if known.default is MISSING or value != known.default:
            told[known.name] = list(value) if isinstance(value, tuple) else value
    return told


def from_json(told: object) -> Event:
    """Read what `to_json` wrote, from anywhere: every name and type is checked.

    Raises:
        EventError: It is not an event of this version.
    """
    if not isinstance(told, dict) or not isinstance(told.get("event"), str):
        raise EventError(f"expected an event as an object with a name, got {told!r:.200}")
    name, given = told["event"], {key: value for key, value in told.items() if key != "event"}
    kind = EVENT_TYPES.get(name)
    if kind is None:
        raise EventError(
            f"unknown event {name!r:.100}: this version knows {', '.join(sorted(EVENT_TYPES))}. "
            "If a newer nbstream wrote it, read it with that one."
        )
    hints = _hints(name)
    for key, value in given.items():
        if key not in hints:
            raise EventError(f"{name} has no {key!r:.100}: it has {', '.join(hints)}")
        if get_origin(hints[key]) is tuple and isinstance(value, list):
            given[key] = value = tuple(value)
        if not _fits(value, hints[key]):
            raise EventError(f"{name}.{key} cannot be {value!r:.100}: expected {hints[key]}")
    try:
        return kind(**given)
    except TypeError as exc:
        raise EventError(f"{name} is not complete: {exc}") from exc


@cache
def _hints(name: str) -> dict[str, Any]:
    kind = EVENT_TYPES[name]
    stays = {known.name for known in fields(kind) if known.metadata == _STAYS}
    return {name: hint for name, hint in get_type_hints(kind).items() if name not in stays}


def _fits(value: object, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is Literal:
        return value in get_args(hint)
    if origin is tuple:
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if isinstance(hint, UnionType):
        return any(_fits(value, option) for option in get_args(hint))
    if isinstance(value, bool):
        return hint is bool
    if hint is float:
        return isinstance(value, float | int)
    return value is None if hint is NoneType else isinstance(value, hint)
