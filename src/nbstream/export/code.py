"""The code in an answer: its fenced blocks, as they were written."""

from __future__ import annotations

import re

_FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)")


def code_blocks(markdown: str) -> list[str]:
    """The fenced blocks of a text, in order, each without the indent of its fence."""
    blocks: list[str] = []
    lines: list[str] | None = None
    indent = marks = ""
    for line in markdown.split("\n"):
        fence = _FENCE.fullmatch(line)
        if lines is None:
            # A backtick behind an opening fence makes it inline code.
            if fence and not (fence["marks"][0] == "`" and "`" in fence["info"]):
                lines, indent, marks = [], fence["indent"], fence["marks"]
        elif fence and fence["marks"].startswith(marks) and not fence["info"].strip():
            blocks.append("\n".join(lines))
            lines = None
        else:
            lines.append(line.removeprefix(indent) if indent else line)
    if lines is not None:
        blocks.append("\n".join(lines))
    return blocks
