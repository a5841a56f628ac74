"""A conversation at rest: markdown, and HTML by the page's own renderer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from nbstream.chat.turn import Turn
from nbstream.document import Props
from nbstream.export import Prose, call, root, whole_page
from nbstream.export import to_markdown as document_to_markdown


def to_markdown(title: str, turns: Sequence[Turn], prose: Prose = str) -> str:
    """Write turns as markdown: who speaks, in bold, above what was said.

    Args:
        title: What the conversation is called; empty for nothing.
        turns: The conversation.
        prose: What becomes of each text that is markdown; `published` for a host that renders it.
    """
    parts = [f"# {prose(title)}"] if title else []
    return "\n\n".join([*parts, *(turn_to_markdown(turn, prose) for turn in turns)])


def turn_to_markdown(turn: Turn, prose: Prose = str) -> str:
    """Write a question and its answer as markdown."""
    files = [f"*{prose(file.name)}*" for file in turn.question.files]
    parts = ["**You**", prose(str(turn.question).strip("\n")), *files]
    if turn.view is not None:
        _, document = turn.view._pump.copy()
        parts += [
            f"**{prose(str(turn.facts.get('agent', '')))}**",
            document_to_markdown(document, prose),
        ]
    elif turn.over:
        parts += [f"*{prose(str(turn.facts.get('trouble') or 'Not answered'))}*"]
    if turn.view is not None and turn.status == "stopped":
        parts += ["*Stopped*"]
    return "\n\n".join(part for part in parts if part)


def to_html(
    facts: Props, turns: Sequence[Turn], options: dict[str, Any], *, standalone: bool = False
) -> str:
    """Write turns as HTML.

    Args:
        facts: Of the chat, as the page knows them.
        turns: The conversation.
        options: What the page has to know of `Options`.
        standalone: A whole page rather than a piece of one.

    Raises:
        ExportError: quickjs-ng is missing, or the engine ran out of memory or time.
    """
    body = root(*rendered(facts, turns, options))
    return whole_page(facts.get("title") or "nbstream", body) if standalone else body


def rendered(facts: Props, turns: Sequence[Turn], options: dict[str, Any]) -> tuple[str, str]:
    """Render turns; returns HTML, and the styles that go with it. From any thread.

    Raises:
        ExportError: quickjs-ng is missing, or the engine ran out of memory or time.
    """
    told = json.dumps(options)
    head = call("renderChatHead", json.dumps(facts), told)
    body = head + "".join(_turn_to_html(turn, told) for turn in turns)
    return f'<div class="nbs nbs-chat">{body}</div>', call("chatStyles")


def _turn_to_html(turn: Turn, options: str) -> str:
    """A turn's HTML; one that is over is rendered once."""
    if turn.html and turn.html[0] == options:
        return turn.html[1]
    over, snapshot = turn.over, None
    if turn.view is not None:
        seq, document = turn.view._pump.copy()
        snapshot = {"seq": seq, "blocks": document.snapshot()}
    html = call("renderTurn", json.dumps(turn.facts), json.dumps(snapshot), options)
    if over:
        turn.html = (options, html)
    return html
