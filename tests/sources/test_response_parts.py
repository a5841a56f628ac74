"""The fold of the Responses API's raw events, where the recordings do not reach."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nbstream.document import Document
from nbstream.events import Discarded, Event, TextDelta, ToolCalled, Unknown, UsageReported
from nbstream.sources.response_parts import ResponseParts
from recordings.player import Recorded, as_object, fold_recorded, recorded_runs


class Folded:
    """Events that were folded, with a document that must find sense in them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.document = Document()
        self.parts = ResponseParts(self.emit)

    def emit(self, event: Event) -> None:
        self.events.append(event)
        self.document.apply(event)

    def take(self, kind: str, **fields: Any) -> None:
        self.parts.take(as_object({"type": kind, **fields}))

    @property
    def texts(self) -> list[str]:
        return [block.text for block in self.document.blocks if block.kind == "text"]

    def created(self) -> None:
        self.take("response.created", response={"output": []})

    def delta(self, text: str, index: int = 0) -> None:
        self.take("response.output_text.delta", output_index=index, content_index=0, delta=text)

    def completed(self, *output: dict[str, Any]) -> None:
        self.take("response.completed", response={"output": list(output)})


def message(*texts: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text} for text in texts]
    return {"type": "message", "id": "m", "content": content}


def function_call(call_id: str, arguments: str = "{}") -> dict[str, Any]:
    return {"type": "function_call", "name": "f", "call_id": call_id, "arguments": arguments}


def test_a_second_response_without_an_end_of_the_first_discards_what_was_shown() -> None:
    folded = Folded()
    folded.created()
    folded.delta("half an ans")
    folded.take("response.output_item.added", output_index=1, item=function_call("c1", ""))
    folded.created()
    folded.delta("the whole answer")
    folded.completed(message("the whole answer"))
    assert Discarded(("r1.0.0", "r1.1")) in folded.events
    assert folded.texts == ["the whole answer"]
    assert "c1" not in folded.parts.calls.by_id


def test_a_snapshot_overrules_deltas() -> None:
    folded = Folded()
    folded.created()
    folded.delta("it is sunny")
    folded.take("response.output_item.done", output_index=0, item=message("it is rainy"))
    folded.completed(message("it is rainy"))
    assert folded.texts == ["it is rainy"]


def test_a_reader_who_comes_late_has_the_whole_text_in_the_end() -> None:
    folded = Folded()
    folded.delta("sunny")
    folded.take("response.output_text.done", output_index=0, content_index=0, text="it is sunny")
    folded.completed(message("it is sunny"))
    assert folded.texts == ["it is sunny"]


def test_models_that_announce_nothing_do_not_mix_up_their_responses() -> None:
    folded = Folded()
    folded.completed(message("one"), function_call("c1"))
    folded.completed(message("two"), function_call("c2"))
    folded.delta("three")
    folded.completed(message("three"))
    assert folded.texts == ["one", "two", "three"]
    assert sum(isinstance(event, ToolCalled) for event in folded.events) == 2


def test_items_that_stand_elsewhere_in_the_whole_response_are_not_shown_twice() -> None:
    folded = Folded()
    folded.created()
    folded.take("response.output_item.added", output_index=4, item=function_call("c1", ""))
    folded.take("response.output_item.done", output_index=4, item=function_call("c1"))
    folded.delta("after the call", index=7)
    folded.completed(message("after the call"), function_call("c1"), function_call("c2"))
    assert folded.texts == ["after the call"]
    assert [e.call_id for e in folded.events if isinstance(e, ToolCalled)] == ["c1", "c2"]


def test_an_unknown_event_is_told_once_a_response() -> None:
    folded = Folded()
    folded.created()
    for _ in range(3):
        folded.take("response.sparkle.delta", output_index=0, delta="*")
    folded.completed()
    folded.created()
    folded.take("response.sparkle.delta", output_index=0, delta="*")
    lines = [event.name for event in folded.events if isinstance(event, Unknown)]
    assert lines == ["response.sparkle.delta"] * 2


def test_an_item_that_never_got_done_is_told_at_the_end() -> None:
    folded = Folded()
    folded.created()
    sparkling = {"type": "sparkle", "id": "s", "colour": "red"}
    folded.take("response.output_item.added", output_index=0, item=sparkling)
    folded.parts.finish()
    assert [e.name for e in folded.events if isinstance(e, Unknown)] == ["sparkle"]


def test_a_huge_detail_is_cut() -> None:
    folded = Folded()
    folded.created()
    sparkling = {"type": "sparkle", "id": "s", "colour": "A" * 10_000_000}
    folded.take("response.output_item.done", output_index=0, item=sparkling)
    (line,) = [event for event in folded.events if isinstance(event, Unknown)]
    assert len(line.detail) < 1000


def test_usage_is_told_for_each_response_that_has_it() -> None:
    folded = Folded()
    usage = {
        "input_tokens": 5,
        "output_tokens": 7,
        "input_tokens_details": {"cached_tokens": 2},
        "output_tokens_details": {"reasoning_tokens": 3},
    }
    folded.take("response.completed", response={"output": [], "usage": usage})
    folded.completed()
    assert folded.events == [UsageReported(5, 7, 2, 3)]


def test_lifecycle_events_do_not_look_at_their_payload() -> None:
    folded = Folded()
    folded.parts.take(SimpleNamespace(type="response.created"))
    folded.parts.take(SimpleNamespace(type="response.in_progress"))
    folded.parts.take(SimpleNamespace(type="response.queued"))
    assert folded.events == []


RUNS = [run for run in recorded_runs() if any(True for _ in run.raw())]


def cut_anew(run: Recorded, cuts: st.DataObject) -> Recorded:
    """The same run, as another provider would have cut its deltas."""
    rows = []
    for row in run.rows:
        data = row.get("data", {}) if row["kind"] == "event" else {}
        delta = data.get("delta")
        if not isinstance(delta, str) or len(delta) < 2:
            rows.append(row)
            continue
        places = sorted(set(cuts.draw(st.lists(st.integers(0, len(delta)), max_size=4))))
        for start, end in zip([0, *places], [*places, len(delta)], strict=True):
            rows.append({**row, "data": {**data, "delta": delta[start:end]}})
    return Recorded(run.name, tuple(rows), run.earlier)


def shown(events: list[Event]) -> list[dict[str, Any]]:
    document = Document()
    for event in events:
        document.apply(event)
    return document.snapshot()


@given(st.sampled_from(RUNS), st.data())
def test_a_document_does_not_depend_on_how_deltas_were_cut(run: Recorded, cuts: Any) -> None:
    assert shown(fold_recorded(cut_anew(run, cuts))) == shown(fold_recorded(run))


def test_deltas_of_every_kind_are_cut_by_that_test() -> None:
    kinds = {data["type"] for run in RUNS for data in run.raw() if "delta" in data}
    assert {
        "response.output_text.delta",
        "response.refusal.delta",
        "response.function_call_arguments.delta",
        "response.reasoning_summary_text.delta",
        "response.reasoning_text.delta",
    } <= kinds


@given(st.lists(st.text(max_size=6), max_size=20), st.booleans())
def test_any_text_is_told_whole(pieces: list[str], done: bool) -> None:
    folded = Folded()
    folded.created()
    for piece in pieces:
        folded.delta(piece)
    if done:
        folded.completed(message("".join(pieces)))
    told = [event.text for event in folded.events if isinstance(event, TextDelta)]
    assert "".join(told) == "".join(pieces)
