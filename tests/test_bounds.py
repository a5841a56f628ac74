"""Bounds: each has its number in one file of its language, and both languages agree."""

from __future__ import annotations

import ast
import re
from math import prod
from pathlib import Path

import pytest

from nbstream import bounds

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "nbstream"

# How work and waiting are divided, looks, versions: they bound nothing that is taken or shown.
NO_BOUND = re.compile(
    r"_?(?:\w*SECONDS\w*|\w*VERSION|SLOWEST|UNSEEN|GRAIN|FEW|BRISK|OVERHEAD|MESSAGES_PER_SECOND"
    r"|LOOSE|SHARES|PORTION|BIG|HEIGHT)"
)

SHARED = [
    "MAX_CELLS",
    "MAX_CHAT_NAME",
    "MAX_DEPTH",
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "MAX_MADE_PICTURE_BYTES",
    "MAX_PREVIEW",
    "MAX_QUESTION",
    "MAX_REJECTION",
    "MAX_SPAN",
]


def numbers_of(source: str) -> list[str]:
    """The names in capitals that a module gives to numbers."""
    named = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and _is_number(statement.value):
            named += [each.id for each in statement.targets if isinstance(each, ast.Name)]
    return [name for name in named if name == name.upper()]


def _is_number(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return _is_number(value.left) and _is_number(value.right)
    return isinstance(value, ast.Constant) and type(value.value) in (int, float)


MODULES = [path for path in SOURCES.rglob("*.py") if path.name != "bounds.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_what_is_a_bound_has_its_number_in_bounds(path: Path) -> None:
    named = numbers_of(path.read_text(encoding="utf-8"))
    assert [name for name in named if not NO_BOUND.fullmatch(name)] == []


def test_a_number_of_a_module_is_found() -> None:
    assert numbers_of("A = 1\nb = 2\n_C = 8 * 1024\nD = x\nE = 'e'\n") == ["A", "_C"]


@pytest.mark.parametrize("name", [name for name in vars(bounds) if name == name.upper()])
def test_every_bound_is_tried_in_a_test(name: str) -> None:
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    asks = re.compile(rf"\b{name}\b")
    assert any(asks.search(path.read_text(encoding="utf-8")) for path in tests)


def test_the_page_and_the_kernel_have_the_same_numbers() -> None:
    source = (ROOT / "js" / "src" / "bounds" / "index.ts").read_text(encoding="utf-8")
    found = re.findall(r"^export const (\w+) = ([\d_ *]+)$", source, re.MULTILINE)
    page = {name: prod(int(factor) for factor in value.split("*")) for name, value in found}
    kernel = {name: vars(bounds)[name] for name in dir(bounds) if name == name.upper()}
    kernel = {name: value for name, value in kernel.items() if isinstance(value, int)}
    assert len(page) > 60
    assert sorted(page.keys() & kernel.keys()) == SHARED
    assert {name: page[name] for name in SHARED} == {name: kernel[name] for name in SHARED}
