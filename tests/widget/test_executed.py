"""What a file holds that a command has executed: the same whichever command it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kernel import pages

CELLS = (
    """
import asyncio
import nbstream
from nbstream import stream

async def words(pause=0.005):
    for number in range(20):
        yield f"*word{number}* "
        await asyncio.sleep(pause)
""",
    "await stream(words())",
    "later = stream(words(.02)); later",
    "_ = await later",
    "stream(words()).wait()",
    "stream(words(.02))",
    "await nbstream.settled()",
)
WHOLE = "".join(f"*word{number}* " for number in range(20))

COMMANDS = {
    "jupyter execute": ("-m", "jupyter", "execute", "run.ipynb", "--output=done.ipynb"),
    "papermill": ("-m", "papermill", "--no-progress-bar", "run.ipynb", "done.ipynb"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_notebook_that_a_command_executed_holds_every_static_output(
    command: str, tmp_path: Path
) -> None:
    make: Any = nbformat.v4
    notebook = make.new_notebook(
        cells=[make.new_code_cell(cell) for cell in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, tmp_path / "run.ipynb")  # type: ignore[no-untyped-call]
    subprocess.run([sys.executable, *COMMANDS[command]], cwd=tmp_path, check=True)
    done = nbformat.read(tmp_path / "done.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    held = [pages(cell) for cell in done.cells]
    assert held == [[], [WHOLE], [WHOLE], [], [WHOLE], [WHOLE], []]
    for cell in done.cells:
        for output in cell.outputs:
            html = output.get("data", {}).get("text/html", "")
            assert html.count("<em>") == (20 if html else 0)
