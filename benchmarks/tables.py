"""Markdown tables that are readable as text too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table with its columns in line; the first is flushed left."""
    body = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*body, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join([first, *rest])} |"

    rule = "|".join(
        f"-{'-' * width}{'-' if index == 0 else ':'}" for index, width in enumerate(widths)
    )
    return "\n".join([line(body[0]), f"|{rule}|", *map(line, body[1:])])


def number(value: float, digits: int = 0) -> str:
    """Return a number as a table shows it; what never came is a word."""
    return "never" if value == float("inf") else f"{value:,.{digits}f}"


def percent(share: float) -> str:
    """Return a share of one in percent."""
    return f"{share * 100:.1f} %"
