"""A document at rest, as a person would have written it down in markdown."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from nbstream.document import RUN, Block, Document, plain

# Addresses that can stand in a link as they are; everything else is told and not linked.
_LINK = re.compile(r"https?://(?![^/?#]*@)[!-;=?-\[\]-~\w]{1,2000}")

# A carriage return ends a line of markdown too: what follows it would stand outside of a quote.
_LINE_END = re.compile(r"\r\n?|\n")

_ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)

# What reads like a host in a title.
_NAMED = re.compile(r"(?:[\w-]{1,63}\.){1,9}[\w-]{2,63}|localhost")

_DOTS = str.maketrans("\u3002\uff61", "..")

_STATUS = {"approval": "waits for approval"}


Prose = Callable[[str], str]
"""What becomes of a model's own markdown."""


def to_markdown(document: Document, prose: Prose = str) -> str:
    """Write a document as markdown, usable as a markdown cell.

    Text stands as it was written; what an agent did stands around it as quotes: thoughts,
    tool calls with their arguments and output, handoffs and errors.

    Args:
        document: What to write.
        prose: What becomes of each text that is markdown; `published` for a host that renders it.
    """
    inside: _Inside = {}
    for block in document.blocks:
        inside.setdefault(block.parent, []).append(block)
    return "\n\n".join(part for part in _parts(inside, RUN, prose) if part)


_Inside = dict[str | None, list[Block]]
"""Blocks by the id of what they stand in."""


def _parts(inside: _Inside, parent: str, prose: Prose) -> list[str]:
    return [_part(inside, block, prose) for block in inside.get(parent, ())]


def _part(inside: _Inside, block: Block, prose: Prose) -> str:
    props = block.props
    match block.kind:
        case "text" if "retracted" in props:
            return _quote(f"*Retracted: {_inline(props['retracted'])}*")
        case "text" if props["role"] == "data":
            return _fence(_pretty(block.text), "json")
        case "text":
            return "\n\n".join([prose(block.text.strip("\n")), *_citations(props)])
        case "reasoning":
            return _quote("*Thought*", prose(block.text.strip("\n")))
        case "tool":
            shown = any(child.kind == "display" for child in inside.get(block.id, ()))
            return _quote(*_tool(block, shown=shown), *_parts(inside, block.id, prose))
        case "output":
            return _fence(block.text.strip("\n"), "")
        case "display":
            return _display(props["form"], block.text, prose)
        case "source":
            return f"- {_reference(props)}"
        case "image":
            what = props.get("omitted") or props.get("alt") or f"a picture ({props['media_type']})"
            return f"*{_inline(what)}*"
        case "handoff":
            return f"*{_inline(props['source'])} handed over to {_inline(props['target'])}*"
        case "agent":
            return f"*{_inline(props['name'])} speaks*"
        case "error":
            hint = f" {_inline(props['hint'])}" if props["hint"] else ""
            return _quote(f"**{_inline(props['error'])}**: {_inline(props['message'])}{hint}")
        case _:
            return _quote(f"*{_inline(props.get('name', block.kind))}*")


def _decision(props: Mapping[str, Any]) -> str:
    """What a person decided about a call, to stand behind its status."""
    told = props.get("approval")
    if not told:
        return ""
    always = ", and all of its calls in this run" if told["always"] else ""
    return f" ({'approved ' if told['approved'] else ''}by a person{always})"


def _tool(block: Block, *, shown: bool) -> list[str]:
    props = block.props
    language = props.get("language", "json")
    noted = props.get("notes", {}).items()
    parts = [
        f"**{_inline(props['name'])}**: {_STATUS.get(props['status'], props['status'])}"
        + _decision(props),
        "  \n".join(f"{_inline(name)}: {_inline(', '.join(values))}" for name, values in noted),
        _fence(_pretty(block.text) if language == "json" else block.text.strip("\n"), language),
    ]
    # Where there is more to see than the text that the model was given, that is told.
    if (output := props.get("output")) and not shown:
        parts.append(_fence(output, ""))
    if (error := props.get("error")) and error != output:
        parts.append(f"*failed*: {_inline(error)}")
    return [part for part in parts if part]


def _display(form: str, content: str, prose: Prose) -> str:
    match form:
        case "markdown":
            return prose(content.strip("\n"))
        case "table":
            return _table(json.loads(content))
        case "json":
            return _fence(_pretty(content), "json")
        case "html":
            return "*HTML, which is shown on request*"
        case _:
            return _fence(content.strip("\n"), "")


def _table(table: dict[str, Any]) -> str:
    """A table in markdown: one line names the columns, and no cell spans others."""
    rows = [[_cell(cell) for cell in row] for row in (*table["head"], *table["body"])]
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * width)
    if left_out := table.get("left_out"):
        lines += ["", f"*… {left_out:,} more rows*"]
    if note := table.get("note"):
        lines += ["", _inline(note)]
    return "\n".join(lines)


def _cell(cell: Any) -> str:
    return _inline(cell["text"] if isinstance(cell, dict) else cell)


def _citations(props: Mapping[str, Any]) -> list[str]:
    """The list of what a text cites, each source once."""
    lines = {
        cited["number"]: f"\\[{cited['number']}\\] {_reference(cited)}"
        for cited in props.get("citations", [])
    }
    if more := props.get("more_citations"):
        lines["more"] = f"*… {more:,} more*"
    return ["  \n".join(lines.values())] if lines else []


def _reference(source: dict[str, Any]) -> str:
    url = str(source["url"])
    title = _inline(source["title"] or source["file"] or url)
    if not _LINK.fullmatch(url):
        return title
    return f"[{title}](<{url}>)" + _host_to_tell(title, url)


def _host_to_tell(title: str, url: str) -> str:
    """The host of a link whose title reads like another one."""
    host = re.split(r"[/?#]", url, maxsplit=3)[2].lower()
    seen = "".join(char for char in title if unicodedata.category(char) != "Cf")
    named = _NAMED.findall(unicodedata.normalize("NFKC", seen).translate(_DOTS).lower())
    own = re.sub(r":\d*$", "", host).removeprefix("www.")
    other = any(name.removeprefix("www.") != own for name in named)
    return f" ({_inline(host)})" if other and title != _inline(url) else ""


def _pretty(arguments: str) -> str:
    try:
        return json.dumps(plain(json.loads(arguments)), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return arguments


def _fence(text: str, language: str) -> str:
    if not text.strip():
        return ""
    # Longer than any run of backticks inside, so that nothing in the text can close it.
    text = _LINE_END.sub("\n", text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _inline(value: object) -> str:
    """One line of literal text: nothing in it is read as markdown.

    An address takes in the backslash behind it, so that what follows it is told by entities.
    """
    line = " ".join(str(value).split())
    if _ADDRESS.search(line):
        line = re.sub(r"[\[\]`]", lambda found: f"&#{ord(found[0])};", line)
    literal = re.sub(r"([\\`*_\[\]|~$]|(?<!&)#)", r"\\\1", line)
    return literal.replace("<", "&lt;").replace(">", "&gt;")


def _quote(*parts: str) -> str:
    lines = _LINE_END.split("\n\n".join(part for part in parts if part))
    return "\n".join(f"> {line}".rstrip() for line in lines)
