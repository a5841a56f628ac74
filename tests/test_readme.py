"""The README's examples, run as they are pasted: in one kernel, against a server on loopback."""

from __future__ import annotations

import ast
import re
from itertools import groupby
from pathlib import Path

import pytest

from kernel import executed, pages, printed, views
from servers.model_server import in_thread
from servers.script import Turn, call, say

README = Path(__file__).parents[1] / "README.md"

# What the examples leave to whoever reads them.
GIVEN = """
source = ["An answer ", "in pieces."]

def my_model(prompt):
    yield from ["By ", "hand."]
"""
SETTLED = "await nbstream.settled()"
TURNS: list[Turn] = [
    [call("weather", '{"city": "Bergen"}')],
    [say("Take an umbrella.")],
    [say("The same again.")],
    [say("And a hat, in Oslo.")],
]


def lines(example: str) -> list[str]:
    """The statements of an example, those of one line together, each as a cell of its own."""
    tree = compile(
        example, "README", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST
    )
    assert isinstance(tree, ast.Module)
    cells = []
    for _, statements in groupby(tree.body, lambda statement: statement.lineno):
        cells.append("; ".join(ast.unparse(statement) for statement in statements))
    return cells


def test_every_example_of_the_readme_runs_as_it_is_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    agent, use, chat = re.findall(
        r"^```python\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL
    )
    with in_thread(TURNS) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        monkeypatch.setenv("OPENAI_AGENTS_DISABLE_TRACING", "1")
        notebook = executed(GIVEN, agent, *lines(use), *lines(chat), "import nbstream", SETTLED)
    _, agent_cell, *use_cells, _, chat_cell, ask_cell, _, _ = notebook.cells
    assert "weather" in pages(agent_cell)[0]
    assert agent_cell["outputs"][-1]["data"]["text/plain"] == "'Take an umbrella.'"
    # Of the lines, one imports; each other shows one view, and its static copy holds it all.
    assert [len(views(cell)) for cell in use_cells] == [0, 1, 1, 1, 1, 1]
    said = ["An answer in pieces."] * 3 + ["The same again.", "By hand."]
    assert [page for cell in use_cells for page in pages(cell)] == said
    # What is asked of a chat that is shown stands there alone.
    assert [len(views(cell)) for cell in (chat_cell, ask_cell)] == [1, 0]
    assert "And for Oslo?" in pages(chat_cell)[0]
    assert "And a hat, in Oslo." in pages(chat_cell)[0]
    assert all(printed(cell) == "" for cell in notebook.cells)
