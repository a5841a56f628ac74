"""Tables read out of HTML: their cells' text and nothing else.

HTML that an object says of itself may hold anything. What is read here are the elements of tables,
character by character in one pass; every other tag is dropped, scripts and styles with what stands
in them. Pure: text in, JSON out.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from nbstream.bounds import MAX_CELL, MAX_CELLS, MAX_NOTE, MAX_SPAN, MAX_TABLES

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]{0,4000})>")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?(\d{1,5})", re.IGNORECASE)
# What stands in these is no text of the document.
_SILENT = ("script", "style", "template", "noscript", "title")
# Looks that a table of plain cells loses, and things that are no cells at all.
_RICH = re.compile(
    r"<(?:img|svg|iframe|canvas|video|audio|object|embed|form|input|button|math|script|details)\b"
    r"|<t[dh][^<>]{0,400}\b(?:id|style|class)\s*=",
    re.IGNORECASE,
)

# Elements that are something to see without any text in them.
_SEEN = frozenset({"img", "svg", "table", "video", "audio", "hr", "input", "progress", "meter"})

_Token = tuple[str, str, str]


def tables_in(source: str) -> list[str]:
    """Read the tables of an HTML text, each as the JSON that `nbstream.events.Displayed` tells."""
    reader = _Reader()
    for kind, name, text in _tokens(source):
        reader.take(kind, name, text)
    return [json.dumps(table, ensure_ascii=False) for table in reader.finished()]


def is_richer(source: str) -> bool:
    """Whether there is more to see of it than the text of its cells."""
    return _RICH.search(source) is not None


def is_seen_without_scripts(source: str) -> bool:
    """Whether there is anything to see of it where no script runs and no frame is loaded."""
    return any(
        (kind == "text" and html.unescape(text).strip()) or (kind == "open" and name in _SEEN)
        for kind, name, text in _tokens(source)
    )


def _tokens(source: str) -> Iterator[_Token]:
    """`("text", "", words)`, `("open", tag, attributes)`, `("close", tag, "")`, in order."""
    at = 0
    while at < len(source):
        found = source.find("<", at)
        if found < 0:
            yield "text", "", source[at:]
            return
        if found > at:
            yield "text", "", source[at:found]
        if source.startswith("<!--", found):
            end = source.find("-->", found)
            at = len(source) if end < 0 else end + 3
            continue
        tag = _TAG.match(source, found)
        if tag is None:
            yield "text", "", "<"
            at = found + 1
            continue
        closes, name, attributes = tag[1], tag[2].lower(), tag[3]
        at = tag.end()
        if name in _SILENT and not closes:
            at = _end_of(source, name, at)
        else:
            yield ("close" if closes else "open"), name, attributes


def _end_of(source: str, name: str, at: int) -> int:
    """Where an element ends in which nothing is markup."""
    end = re.compile(f"</{name}[^<>]{{0,100}}>", re.IGNORECASE).search(source, at)
    return end.end() if end else len(source)


class _Reader:
    """Puts tokens together to tables; a table in a cell is text of that cell."""

    def __init__(self) -> None:
        self._tables: list[dict[str, Any]] = []
        self._depth = 0
        self._ignored = False
        self._unread = 0
        self._cells = 0
        self._in_head = False
        self._row: list[Any] | None = None
        self._cell: dict[str, Any] | None = None
        self._words: list[str] = []
        self._around: list[str] = []

    def take(self, kind: str, name: str, text: str) -> None:
        if kind == "text":
            self._say(html.unescape(text))
        elif name == "table":
            self._enter() if kind == "open" else self._leave()
        elif self._depth == 1:
            self._part(kind, name, text)
        elif name in ("br", "p", "div", "li", "tr"):
            self._say(" ")

    def finished(self) -> list[dict[str, Any]]:
        self._end_row()
        note = " ".join("".join(self._around).split())
        note = note if len(note) <= MAX_NOTE else note[:MAX_NOTE] + "…"
        if self._unread:
            note = f"… {self._unread:,} more tables {note}".rstrip()
        tables = [table for table in self._tables if table["head"] or table["body"]]
        if tables and note:
            tables[-1]["note"] = note
        return tables

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        self._ignored = len(self._tables) >= MAX_TABLES
        self._unread += self._ignored
        self._cells = 0
        self._in_head = False
        if not self._ignored:
            self._tables.append({"head": [], "body": []})

    def _leave(self) -> None:
        if self._depth == 1:
            self._end_row()
        self._depth = max(0, self._depth - 1)

    def _part(self, kind: str, name: str, attributes: str) -> None:
        match kind, name:
            case _, "thead":
                self._end_row()
                self._in_head = kind == "open"
            case _, "tbody" | "tfoot":
                self._end_row()
                self._in_head = False
            case "open", "tr":
                self._end_row()
                self._row = []
            case "close", "tr":
                self._end_row()
            case "open", "td" | "th":
                self._end_cell()
                self._begin_cell(name, attributes)
            case "close", "td" | "th":
                self._end_cell()
            case "open", "br" | "p" | "div" | "li":
                self._say(" ")

    def _begin_cell(self, name: str, attributes: str) -> None:
        if self._row is None:
            self._row = []
        self._cell = {"head": True} if name == "th" else {}
        for axis, count in _SPAN.findall(attributes):
            span = min(max(int(count), 1), MAX_SPAN)
            if span > 1:
                self._cell["columns" if axis.lower() == "col" else "rows"] = span

    def _say(self, words: str) -> None:
        if self._cell is not None:
            self._words.append(words)
        elif self._depth == 0:
            self._around.append(words)

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text = " ".join("".join(self._words).split())
        text = text if len(text) <= MAX_CELL else text[:MAX_CELL] + "…"
        self._row.append({"text": text, **self._cell} if self._cell else text)
        self._cell = None
        self._words = []

    def _end_row(self) -> None:
        self._end_cell()
        row, self._row = self._row, None
        if not row or self._ignored or not self._tables:
            return
        table = self._tables[-1]
        self._cells += len(row)
        if self._cells > MAX_CELLS:
            table["left_out"] = table.get("left_out", 0) + 1
        else:
            table["head" if self._in_head else "body"].append(row)
