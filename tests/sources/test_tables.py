"""Tables are read out of any HTML, and nothing but the text of their cells."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstream.bounds import MAX_CELL, MAX_CELLS, MAX_SPAN, MAX_TABLES
from nbstream.sources.tables import is_richer, tables_in

# What pandas says of a small frame.
FRAME = """<div>
<style scoped>
    .dataframe tbody tr th { vertical-align: top; }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;">
      <th></th>
      <th>city</th>
      <th>°C</th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th>0</th>
      <td>Oslo &amp; more</td>
      <td>3.5</td>
    </tr>
  </tbody>
</table>
<p>1 rows × 2 columns</p>
</div>"""


def read(html: str) -> list[dict[str, Any]]:
    return [json.loads(table) for table in tables_in(html)]


def head(text: str, **spans: int) -> dict[str, Any]:
    return {"text": text, "head": True, **spans}


def test_a_frame_of_pandas_is_its_cells_and_its_size() -> None:
    assert read(FRAME) == [
        {
            "head": [[head(""), head("city"), head("°C")]],
            "body": [[head("0"), "Oslo & more", "3.5"]],
            "note": "1 rows × 2 columns",
        }
    ]
    assert not is_richer(FRAME)


def test_cells_that_span_others_say_so() -> None:
    html = "<table><tr><th colspan=\"2\" rowspan=3>a</th><td COLSPAN='99999'>b</td></tr></table>"
    assert read(html)[0]["body"] == [
        [head("a", columns=2, rows=3), {"text": "b", "columns": MAX_SPAN}]
    ]


def test_what_is_no_cell_leaves_nothing_but_its_words() -> None:
    html = (
        "<table><tr><td onclick=x()><b>bold</b> <img src=https://e.com/a onerror=x()>and<br>more"
        "<script>alert(1)</script><style>td{}</style><!-- gone --></td></tr></table>"
    )
    assert read(html)[0]["body"] == [["bold and more"]]
    assert is_richer(html)


def test_tags_that_were_left_out_by_their_author_are_understood() -> None:
    html = "<table><thead><tr><th>a<th>b<tbody><tr><td>1<td>2<tr><td>3</table>after"
    assert read(html) == [
        {"head": [[head("a"), head("b")]], "body": [["1", "2"], ["3"]], "note": "after"}
    ]


def test_a_table_in_a_cell_is_text_of_that_cell() -> None:
    html = (
        "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>"
    )
    assert read(html)[0]["body"] == [["a bc", "d"]]


def test_what_has_no_table_or_only_empty_ones_has_none() -> None:
    assert read("<p>words</p><table></table></table><tr><td>stray</td></tr>") == []


def test_every_bound_holds_and_says_what_it_left_out() -> None:
    row = f"<tr><td>{'x' * (MAX_CELL + 1)}</td><td>2</td></tr>"
    table = read(f"<table>{row * (MAX_CELLS // 2 + 7)}</table>")[0]
    assert table["left_out"] == 7
    assert len(table["body"]) == MAX_CELLS // 2
    assert table["body"][0][0] == "x" * MAX_CELL + "…"
    many = read("<table><tr><td>1</td></tr></table>" * (MAX_TABLES + 3))
    assert [table["body"] for table in many] == [[["1"]]] * MAX_TABLES
    assert [table.get("note") for table in many[-2:]] == [None, "… 3 more tables"]


PIECES = [
    "<table>",
    "</table>",
    "<tr>",
    "<td",
    "<td>",
    "</td>",
    "<th rowspan=2>",
    "<",
    ">",
    "&",
    "<!--",
    "-->",
    "<style>",
    "</style>",
    "<script",
    "thead>",
    "<thead>",
    "a",
    " ",
    "&lt;",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_without_an_error(html: str) -> None:
    for table in read(html):
        assert table["head"] or table["body"]


@pytest.mark.parametrize("piece", ["<td", "<!--", "<style", "<td>", "<table>", "&", "<a "])
def test_what_it_costs_grows_with_its_length(piece: str) -> None:
    def seconds(count: int) -> float:
        html = "<table>" + piece * count
        began = time.process_time()
        tables_in(html)
        return time.process_time() - began

    small = min(seconds(20_000) for _ in range(3))
    assert seconds(160_000) < 8 * 4 * small + 0.1
