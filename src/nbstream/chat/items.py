"""What a turn adds to what the model is told: the SDK's input items of an answer.

A turn that was stopped or failed leaves halves: a call without its output, words that no item
holds. A provider refuses the former and the reader has seen the latter, so the first are left out
and the second are put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nbstream.document import RUN, Document, plain

Item = dict[str, Any]


def answered(result: Any, document: Document) -> list[Item]:
    """Tell an answer as input items that a next turn can go on from.

    Args:
        result: What the stream ended with; a run of the Agents SDK knows its own items.
        document: What the reader was shown.
    """
    return completed(_of_run(result), document)


def completed(items: Iterable[Item], document: Document) -> list[Item]:
    """Leave out the halves of `items`, and put in what the reader was shown and they lack.

    What a guardrail has taken back is told to nobody again.
    """
    said = [block for block in document.blocks if block.kind == "text" and block.parent == RUN]
    shown = [block.text for block in said if "retracted" not in block.props]
    taken_back = {_squeezed(block.text) for block in said if "retracted" in block.props}
    kept = [item for item in usable(list(items)) if not _is_one_of(taken_back, item)]
    told = {_squeezed(text) for item in kept for text in _texts(item)}
    missing = [text for text in shown if _squeezed(text) and _squeezed(text) not in told]
    return [*kept, *({"role": "assistant", "content": text} for text in missing)]


def usable(items: Sequence[Item]) -> list[Item]:
    """Leave out calls without outputs, outputs without calls, and thoughts that led to neither."""
    calls = {_call(item) for item in items} - {None}
    returned = {_output(item) for item in items} - {None}
    decided = {item.get("approval_request_id") for item in items}
    kept: list[Item] = []
    led_somewhere = False
    for item in reversed(items):
        kind = item.get("type")
        if kind == "reasoning":
            # A provider takes a thought only before what came of it.
            whole = led_somewhere
        elif kind == "mcp_approval_request":
            whole = item.get("id") in decided
        elif (call := _call(item)) is not None:
            whole = call in returned
        elif (output := _output(item)) is not None:
            whole = output in calls
        else:
            whole = True
        led_somewhere = whole and item.get("role") != "user"
        if whole:
            kept.append(item)
    return kept[::-1]


def _of_run(result: Any) -> list[Item]:
    # What waits for a decision is no input, and its call stands for itself.
    return [
        plain(item.to_input_item())
        for item in getattr(result, "new_items", None) or ()
        if getattr(item, "type", "") != "tool_approval_item"
    ]


def _call(item: Item) -> tuple[str, str] | None:
    """What an output of this call must say; `None`: it is no call that waits for one."""
    kind, call_id = item.get("type"), item.get("call_id")
    if isinstance(kind, str) and kind.endswith("_call") and isinstance(call_id, str):
        return f"{kind}_output", call_id
    return None


def _output(item: Item) -> tuple[str, str] | None:
    kind, call_id = item.get("type"), item.get("call_id")
    if isinstance(kind, str) and kind.endswith("_call_output") and isinstance(call_id, str):
        return kind, call_id
    return None


def _texts(item: Item) -> list[str]:
    if item.get("role") != "assistant":
        return []
    content = item.get("content")
    if isinstance(content, str):
        return [content]
    parts = content if isinstance(content, list) else []
    whole = [str(part.get("text") or part.get("refusal") or "") for part in parts]
    return [*whole, "".join(whole)]


def _is_one_of(told: set[str], item: Item) -> bool:
    texts = [_squeezed(text) for text in _texts(item) if text]
    return bool(texts) and texts[-1] in told


def _squeezed(text: str) -> str:
    return " ".join(text.split())
