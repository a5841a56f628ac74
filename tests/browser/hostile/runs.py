"""A run in which a payload stands in every place that a model, a tool or a page can fill."""

from __future__ import annotations

from itertools import count
from typing import Any


def everywhere(payload: str) -> dict[str, Any]:
    """Return the snapshot of a run that says `payload` wherever something can be said."""
    numbers = count(1)
    blocks: list[dict[str, Any]] = []

    def add(block: str, text: str = "", parent: str | None = "run", /, **props: Any) -> str:
        name = "run" if block == "run" else f"b{next(numbers)}"
        blocks.append(
            {"id": name, "kind": block, "parent": parent, "props": props, "text": text}
            | {"closed": True}
        )
        return name

    usage = {"requests": 1, "input_tokens": 2, "output_tokens": 3}
    add("run", "", None, status="done", agent=payload, usage=usage, seconds=1.5)
    cited = {"title": payload, "url": payload, "file": payload, "start": 0, "end": 1}
    add(
        "text",
        payload,
        role="answer",
        citations=[{"number": 1, **cited}, {"number": 2, **cited, "title": ""}],
    )
    add("text", payload, role="refusal")
    add("text", payload, role="data")
    add("text", payload, role="answer", retracted=payload)
    add("reasoning", payload, started=0.1, seconds=0.5)
    for status in ("failed", "done", "rejected", payload):
        tool = add(
            "tool",
            payload,
            name=payload,
            call_id=payload,
            status=status,
            seconds=0.2,
            output=payload,
            error=payload,
            kind=payload,
            language="json" if status == "done" else payload,
            notes={payload: [payload, payload]},
            progress={"fraction": 0.5, "message": payload},
        )
        add("output", payload, tool, channel="stderr")
        add("output", payload, tool, channel=payload)
        add("text", payload, tool, role="answer")
        add("source", "", tool, title=payload, url=payload, file=payload, text=payload)
        add("source", "", tool, title="", url=payload, file="", text="")
    add("image", media_type="image/svg+xml", data="PHN2Zy8+", alt=payload)
    add("image", media_type=payload, data=payload, alt=payload, omitted=payload)
    add("handoff", source=payload, target=payload)
    add("agent", name=payload)
    add("unknown", name=payload, detail=payload)
    add("error", error=payload, message=payload, hint=payload)
    return {"seq": len(blocks), "blocks": blocks}
