"""Runs and conversations in which a payload stands wherever a model, a tool or a page can speak."""

from __future__ import annotations

import json
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
        if status == "done":
            for form in ("text", "markdown", "json", "html", payload):
                add("display", payload, tool, form=form)
            add("display", json.dumps({"a": payload, payload: [payload]}), tool, form="json")
            add("display", _table(payload), tool, form="table")
        add("source", "", tool, title=payload, url=payload, file=payload, text=payload)
        add("source", "", tool, title="", url=payload, file="", text="")
    add("image", media_type="image/svg+xml", data="PHN2Zy8+", alt=payload)
    add("image", media_type=payload, data=payload, alt=payload, omitted=payload)
    add("handoff", source=payload, target=payload)
    add("agent", name=payload)
    add("unknown", name=payload, detail=payload)
    add("error", error=payload, message=payload, hint=payload)
    return {"seq": len(blocks), "blocks": blocks}


def _table(payload: str) -> str:
    cell = {"text": payload, "rows": 2, "columns": 2, "head": True}
    rows = {"caption": payload, "head": [[payload, payload]], "body": [[cell, payload], [payload]]}
    return json.dumps({**rows, "note": payload, "left_out": 3})


def asking(payload: str) -> dict[str, Any]:
    """Return the snapshot of a run that asks its reader about a call made of `payload`."""
    tool = {"name": payload, "call_id": payload, "status": "approval", "ask": "n1"}
    decided = {"approved": False, "message": payload, "always": True}
    notes = {payload: [payload, payload], "server": [payload]}

    def block(id: str, parent: str | None, text: str, closed: bool, **props: Any) -> dict[str, Any]:
        kind = "run" if parent is None else "tool"
        return {"id": id, "kind": kind, "parent": parent, "props": props, "text": text} | {
            "closed": closed
        }

    return {
        "seq": 1,
        "blocks": [
            block("run", None, "", False, status="streaming", agent=payload),
            block("asked", "run", payload, False, **tool, notes=notes),
            block("json", "run", json.dumps({payload: payload}), False, **tool, language="json"),
            block("past", "run", payload, True, **tool | {"status": "rejected"}, approval=decided),
        ],
    }


PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def conversation(payload: str) -> dict[str, Any]:
    """Return the snapshot of a conversation that says `payload` wherever something can be said.

    The model of each answer is called `answer`.
    """
    files = [
        {"name": payload, "bytes": 3, "preview": PIXEL},
        {"name": payload, "bytes": 3, "preview": payload},
    ]
    said = {"question": payload, "files": files, "agent": payload, "trouble": payload}
    facts = {
        "chat": "c1",
        "name": payload,
        "speaker": payload,
        "title": payload,
        "placeholder": payload,
        "greeting": payload,
        "suggestions": [payload, payload + payload],
        "notice": payload,
        "chosen": "t1",
    }
    turns = {"chat": facts, "t1": said | {"status": "done", "view": "answer", "chosen": "t2"}}
    turns["t2"] = said | {"status": "failed", "view": "", "chosen": "t3"}
    turns["t3"] = said | {"status": payload, "view": "", "nonce": payload}
    parents = {"chat": None, "t1": "chat", "t2": "t1", "t3": "t2"}
    return {
        "seq": 0,
        "blocks": [
            {"id": name, "kind": "chat" if name == "chat" else "turn", "parent": parents[name]}
            | {"props": props, "text": "", "closed": False}
            for name, props in turns.items()
        ],
    }
