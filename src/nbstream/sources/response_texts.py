"""The texts of one response: answers, refusals, thoughts, and single lines between them."""

from __future__ import annotations

from typing import Any, Literal

from nbstream.events import Cited, Event, ReasoningDelta, TextDelta, TextEnded, Unknown
from nbstream.sources.fields import described, get
from nbstream.sources.source import Emit

Kind = Literal["answer", "refusal", "reasoning"]

_CITATIONS = {"url_citation", "file_citation", "container_file_citation", "file_path"}


class Texts:
    """Blocks of text by their ids, each opened by its first piece and ended once.

    Args:
        emit: Where the events go.
        parent: Id of the block that they stand in.

    Attributes:
        structured: Whether answers are asked for as JSON.
    """

    def __init__(self, emit: Emit, parent: str | None) -> None:
        self.structured = False
        self._emit = emit
        self._parent = parent
        self._kinds: dict[str, Kind | Literal["line"]] = {}
        self._ended: set[str] = set()
        self._said: set[str] = set()
        self._comments: list[str] = []
        self._cited: set[tuple[str, int]] = set()
        # Citations that came before their text.
        self._early: dict[str, list[Cited]] = {}

    @property
    def blocks(self) -> tuple[str, ...]:
        """Everything that has been opened."""
        return tuple(self._kinds)

    @property
    def answers(self) -> tuple[str, ...]:
        """What was said to the reader, refusals included."""
        return tuple(b for b, kind in self._kinds.items() if kind in ("answer", "refusal"))

    def has_said(self, text: str) -> bool:
        """Whether just this was the whole of one of the texts."""
        return not text or text in self._said

    def comment(self, prefix: str) -> None:
        """Blocks that begin so are said beside the answer, and are no data."""
        if prefix not in self._comments:
            self._comments.append(prefix)

    def write(self, block: str, kind: Kind, text: str) -> None:
        """More of a text."""
        if text and block not in self._ended:
            self._kinds[block] = kind
            self._emit(self._delta(block, kind, text))

    def end(self, block: str, kind: Kind, whole: str | None = None) -> None:
        """A text is complete, and this is all of it by the provider's own account."""
        if block in self._ended:
            return
        self._ended.add(block)
        self._said.add(whole or "")
        if block in self._kinds:
            self._tell_early(block)
            self._emit(TextEnded(block, whole))
        elif whole:
            self._kinds[block] = kind
            self._emit(self._delta(block, kind, whole))
            self._tell_early(block)
            self._emit(TextEnded(block))

    def cite(self, block: str, place: int, annotation: Any) -> None:
        """A text has an annotation at this place of their list, told once."""
        if (block, place) in self._cited:
            return
        self._cited.add((block, place))
        kind = get(annotation, "type") or "annotation"
        if kind not in _CITATIONS:
            self.line(f"{block}.a{place}", kind, described(annotation))
        elif block in self._kinds:
            self._emit(citation(block, annotation))
        else:
            self._early.setdefault(block, []).append(citation(block, annotation))

    def line(self, block: str, name: str, detail: str) -> None:
        """Something that there is no word for, told once."""
        if block not in self._kinds:
            self._kinds[block] = "line"
            self._emit(Unknown(block, name, detail, self._parent))

    def _tell_early(self, block: str) -> None:
        for cited in self._early.pop(block, ()):
            self._emit(cited)

    def _delta(self, block: str, kind: Kind, text: str) -> Event:
        if kind == "reasoning":
            return ReasoningDelta(block, text, self._parent)
        if kind == "answer" and self.structured and not self._is_comment(block):
            return TextDelta(block, text, "data", self._parent)
        return TextDelta(block, text, kind, self._parent)

    def _is_comment(self, block: str) -> bool:
        return any(block.startswith(prefix) for prefix in self._comments)


def citation(block: str, annotation: Any) -> Cited:
    """What an annotation says of the text that it stands in."""
    start, end = get(annotation, "start_index"), get(annotation, "end_index")
    if get(annotation, "type") == "file_citation":
        start = end = get(annotation, "index")
    file = str(get(annotation, "filename") or get(annotation, "file_id") or "")
    url = str(get(annotation, "url") or "")
    title = str(get(annotation, "title") or "")
    return Cited(block, title, url, "" if url else file, _place(start), _place(end))


def _place(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
