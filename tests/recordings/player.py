"""Plays recorded agent runs to the adapter, in objects of the SDK's shape.

A file holds one or several runs, one JSON object a line: `kind` is `event` (with the `type` and
the fields of the SDK's stream event), `hook` (what the SDK's hooks told at that moment), `nested`
(an event of an agent inside a tool), `error` (what the stream raised), `note`, or `end`.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nbstream.events import Event
from nbstream.sources.agents_fold import AgentsFold

FOLDER = Path(__file__).parent

Row = dict[str, Any]


@dataclass(frozen=True)
class Recorded:
    """One recorded run.

    Attributes:
        name: The file's name, and the run's number where the file holds several.
        rows: What happened, in order; the last one is the `end`, where there is one.
        earlier: What had happened in the runs before it in the same file.
    """

    name: str
    rows: tuple[Row, ...]
    earlier: tuple[Row, ...] = ()

    @property
    def end(self) -> Row:
        """What the SDK's result had come to; empty when the recording has no end."""
        return self.rows[-1] if self.rows and self.rows[-1]["kind"] == "end" else {}

    def raw(self) -> Iterator[Row]:
        """The data of the raw events of the model."""
        for row in self.rows:
            if row["kind"] == "event" and row["type"] == "raw_response_event":
                yield row["data"]

    def items(self, name: str) -> Iterator[Row]:
        """The run items that came under this name."""
        for row in self.rows:
            if row["kind"] == "event" and row.get("name") == name:
                yield row


def recorded_runs() -> list[Recorded]:
    """Every run of every file, in the order of their names."""
    runs = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        cuts = [index + 1 for index, row in enumerate(rows) if row["kind"] == "end"]
        if not cuts or cuts[-1] != len(rows):
            cuts.append(len(rows))
        parts = [tuple(rows[a:b]) for a, b in zip([0, *cuts], cuts, strict=False)]
        parts = [part for part in parts if any(row["kind"] == "event" for row in part)]
        for number, part in enumerate(parts, 1):
            suffix = f"-{number}" if len(parts) > 1 else ""
            before = tuple(row for earlier in parts[: number - 1] for row in earlier)
            runs.append(Recorded(path.stem + suffix, part, before))
    return runs


def run_named(name: str) -> Recorded:
    """The recorded run of this name."""
    return next(run for run in recorded_runs() if run.name == name)


class PlayedRun:
    """Stands in for a `RunResultStreaming` that lives through a recorded run again.

    Args:
        run: What to play.
        fold: Is told what the hooks told; `None`: nobody listens to hooks.
    """

    def __init__(self, run: Recorded, fold: AgentsFold | None) -> None:
        self.run_loop_task = None
        self.is_complete = False
        self.new_items = remembered(run)
        self.interruptions: list[Any] = []
        self.cancelled: list[str] = []
        self._run = run
        self._fold = fold

    async def stream_events(self) -> AsyncIterator[Any]:
        """Yield the events; raise what was raised."""
        for row in self._run.rows:
            if row["kind"] == "event":
                yield sdk_event(row, output_type(self._run))
            elif row["kind"] == "hook" and self._fold:
                tell_hook(self._fold, row)
            elif row["kind"] == "nested" and self._fold:
                tell_nested(self._fold, row)
            elif row["kind"] == "error" and row["exc"] != "CancelledError":
                raise sdk_error(row)
        self.interruptions = interruptions(self._run)
        self.is_complete = True

    def cancel(self, mode: str = "immediate") -> None:
        """Remember that it was asked to stop."""
        self.cancelled.append(mode)


def fold_recorded(
    run: Recorded, *, hooked: bool = True, also: Callable[[Event, float], object] | None = None
) -> list[Event]:
    """Fold a recorded run without waiting for anything, on the recording's own clock.

    Args:
        run: What to fold.
        hooked: Whether somebody listens to hooks, and to agents inside tools.
        also: Told every event, and its time in seconds.
    """
    now = 0.0
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if also:
            also(event, now)

    fold = AgentsFold(emit, hooked=hooked, clock=lambda: now)
    fold.remember(remembered(run))
    for row in run.rows:
        now = row["t_ms"] / 1000
        if row["kind"] == "event":
            fold.take(sdk_event(row, output_type(run)))
        elif row["kind"] == "hook" and hooked:
            tell_hook(fold, row)
        elif row["kind"] == "nested" and hooked:
            tell_nested(fold, row)
        elif row["kind"] == "error" and row["exc"] != "CancelledError":
            fold.fail(sdk_error(row))
    fold.interrupted(interruptions(run))
    fold.finish()
    return events


def tell_hook(fold: AgentsFold, row: Row) -> None:
    """Tell the fold what a hook told."""
    if row["hook"] == "on_tool_start":
        fold.tools.began(row["call_id"], row["tool"])
    elif row["hook"] == "on_tool_end":
        fold.tools.came_back(row["call_id"], row["tool"], row["result"])


def tell_nested(fold: AgentsFold, row: Row) -> None:
    """Tell the fold what an agent inside a tool did."""
    call = row.get("tool_call") or {"call_id": row["tool_call_id"]}
    fold.nests.take(as_object(call), sdk_event(row["event"]))


def remembered(run: Recorded) -> list[Any]:
    """The items that a run has from the beginning when it is resumed."""
    items = (row for row in run.earlier if row.get("type") == "run_item_stream_event")
    return [sdk_event(row).item for row in items]


def interruptions(run: Recorded) -> list[Any]:
    """The calls that wait for a decision when the run has stopped."""
    waiting = run.end.get("interruptions", ())
    return [SimpleNamespace(raw_item=as_object(each["raw"])) for each in waiting]


def output_type(run: Recorded) -> Any:
    """What the agent was asked to answer with: text, or else data."""
    return dict if isinstance(run.end.get("final_output"), dict) else None


def sdk_event(row: Row, output_type: Any = None) -> Any:
    """A stream event of the SDK's shape."""
    if row["type"] == "raw_response_event":
        return SimpleNamespace(type=row["type"], data=as_object(row["data"]))
    if row["type"] == "agent_updated_stream_event":
        agent = SimpleNamespace(name=row["new_agent"], output_type=output_type)
        return SimpleNamespace(type=row["type"], new_agent=agent)
    item = {name: value for name, value in row.items() if name not in ("kind", "i", "t_ms")}
    # Outputs are dictionaries in the SDK, everything that a model said is an object.
    given = item["raw_item"]
    raw = given if row["name"] in ("tool_output", "handoff_occured") else as_object(given)
    named = {
        name: SimpleNamespace(name=item[name])
        for name in ("agent", "source_agent", "target_agent")
        if item.get(name)
    }
    shown = SimpleNamespace(**{**item, **named, "type": row["item_type"], "raw_item": raw})
    return SimpleNamespace(type=row["type"], name=row["name"], item=shown)


def as_object(value: Any) -> Any:
    """JSON with attributes in place of keys, as the client's own objects have them."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: as_object(item) for name, item in value.items()})
    if isinstance(value, list):
        return [as_object(item) for item in value]
    return value


def sdk_error(row: Row) -> Exception:
    """An exception of a class with the recorded names."""
    kind: type[Exception] = Exception
    for name in reversed(row["mro"]):
        if name not in ("Exception", "BaseException", "object"):
            kind = type(name, (kind,), {})
    return kind(row["msg"])
