"""Run items come at other times and in another order with each version of the SDK: no matter.

Up to 0.19 a call was told as soon as it was written, and a message only after the tools of its
turn; since 0.20 all come together when the response is over. Ids and outputs are what they add, and
what a reader is shown of a run may not depend on when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from random import Random

import pytest

from document.written import written
from nbstream.document import Document
from recordings.player import Recorded, Row, fold_recorded, recorded_runs

RUNS = recorded_runs()


def shown(run: Recorded) -> str:
    """What a reader is shown of a run, whatever the clock said."""
    document = Document()
    fold_recorded(run, also=lambda event, _: document.apply(event))
    return written(document)


def is_item(row: Row) -> bool:
    return bool(row.get("type") == "run_item_stream_event")


def is_told_early(row: Row) -> bool:
    return is_item(row) and row["name"] in ("tool_called", "reasoning_item_created")


def is_output(row: Row) -> bool:
    return str(row["item_type"]).endswith("output_item")


def is_raw(row: Row, kind: str) -> bool:
    return row.get("type") == "raw_response_event" and row["data"]["type"] == kind


def as_before_0_20(rows: Sequence[Row]) -> Iterator[Row]:
    """Calls and thoughts as soon as the model has said them, messages after the tools."""
    told = [row for row in rows if is_told_early(row)]
    early = {str(row["raw_item"].get("id")): row for row in told}
    if len(early) < len(told):
        # Ids that are all the same tell nothing apart.
        early = {}
    moved = list(map(id, early.values()))
    late: list[Row] = []
    for row in rows:
        if row.get("name") == "message_output_created":
            late.append(row)
            continue
        if not is_item(row) and row["kind"] not in ("hook", "nested"):
            yield from late
            late = []
        if id(row) not in moved or str(row["raw_item"].get("id")) in early:
            early.pop(str(row.get("raw_item", {}).get("id")), None)
            yield row
        if is_raw(row, "response.output_item.done") and (
            called := early.pop(str(row["data"]["item"].get("id")), None)
        ):
            yield called
    yield from late


def in_any_order(rows: Sequence[Row]) -> Iterator[Row]:
    """What a response came to, in an order of chance; outputs stay where they are."""
    for together, group in groupby(rows, lambda row: is_item(row) and not is_output(row)):
        told = list(group)
        if together:
            Random(len(told)).shuffle(told)
        yield from told


ARRANGED = [as_before_0_20, in_any_order]


@pytest.mark.parametrize("arrange", ARRANGED, ids=lambda arrange: arrange.__name__)
@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_the_order_of_run_items_changes_nothing(
    run: Recorded, arrange: Callable[[Sequence[Row]], Iterator[Row]]
) -> None:
    rows = tuple(arrange(run.rows))
    assert sorted(map(id, rows)) == sorted(map(id, run.rows))
    assert shown(replace(run, rows=rows)) == shown(run)


def test_the_arrangements_do_move_items() -> None:
    for arrange, least in zip(ARRANGED, (30, 8), strict=True):
        assert sum(tuple(arrange(run.rows)) != run.rows for run in RUNS) >= least
