"""Writes a document as lines that a person can read and approve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbstream.document import Block, Document

# What is said in a block's first line, or is its text.
_IN_THE_TITLE = {
    "name",
    "kind",
    "status",
    "role",
    "channel",
    "media_type",
    "data",
    "partial",
    "form",
}
_SECONDS = {"started", "seconds"}


def written(document: Document) -> str:
    """Write one line for each block, and what is known of it below, indented by its place."""
    return "".join(f"{line}".rstrip() + "\n" for line in _lines(document, document.run, ""))


def _lines(document: Document, block: Block, indent: str) -> Iterator[str]:
    yield indent + _title(block)
    for name, value in block.props.items():
        if name not in _IN_THE_TITLE | _SECONDS:
            yield from _fact(name, value, indent + "    ")
    if block.text:
        for line in block.text.split("\n"):
            yield f"{indent}  | {_visible(line)}"
    for child in document.blocks:
        if child.parent == block.id:
            yield from _lines(document, child, indent + "  ")


def _title(block: Block) -> str:
    props = block.props
    told = [block.kind]
    match block.kind:
        case "text":
            told.append(props["role"])
        case "tool":
            sort = (props.get("kind", "function"), props.get("language", "json"))
            told.append(str(props["name"]))
            if sort != ("function", "json"):
                told.append(f"({sort[0]}, in {sort[1]})")
            told.append(f"is {props['status']}")
        case "output":
            told.append(props["channel"])
        case "display":
            told.append(props["form"])
        case "image":
            size = f"of {len(props['data'])} characters"
            told += [props["media_type"], size, *(["unfinished"] if props["partial"] else [])]
        case "run":
            told.append(props["status"])
        case "agent" | "unknown":
            told.append(str(props["name"]))
    if "seconds" in props:
        told.append(f"after {props['seconds']:.2f} s")
    if not block.closed:
        told.append("(open)")
    return " ".join(told)


def _fact(name: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        first, *rest = value.split("\n")
        yield f"{indent}{name}: {_visible(first)}"
        for line in rest:
            yield f"{indent}{' ' * len(name)}  {_visible(line)}"
    elif isinstance(value, dict):
        told = (f"{key} {_short(item)}" for key, item in value.items())
        yield f"{indent}{name}: {', '.join(told)}"
    elif isinstance(value, list):
        for item in value:
            yield from _fact(name, item, indent)
    else:
        yield f"{indent}{name}: {value}"


def _short(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _visible(text: str) -> str:
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
