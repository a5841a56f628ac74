"""What is published: it holds all it needs, installs without Node, and streams."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest

from install.demo import running
from install.environment import Environment

ROOT = Path(__file__).parents[2]
SPANNING = re.MULTILINE | re.DOTALL
STATIC = ROOT / "src/nbstream/static"

CELL = """
from nbstream import stream

async def words():
    for n in range(5):
        yield f"word {n}, "

await stream(words())
"""
STREAMED = "word 0, word 1, word 2, word 3, word 4, "


def test_the_wheel_holds_the_front_end_and_the_quickstart_and_nothing_foreign(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        quickstart = archive.read("nbstream/demo/quickstart.ipynb")
        licences = archive.read("nbstream/static/licences.txt").decode()
    assert {f"nbstream/static/{path.name}" for path in STATIC.iterdir()} <= names
    # Whose code the modules contain: the build refuses what is not listed.
    for package in ("@codemirror/legacy-modes", "temml"):
        assert re.search(
            rf"^{package}\n\n.*?\b(?:MIT|Permission is hereby granted)\b", licences, SPANNING
        )
    assert quickstart == (ROOT / "notebooks/quickstart.ipynb").read_bytes()
    assert {"nbstream/__init__.py", "nbstream/py.typed"} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"nbstream"}


def test_the_sdist_holds_the_sources_of_both_languages(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"src/nbstream/__init__.py", "js/src/widget.ts", "js/build.mjs", "LICENSE"}
    assert wanted <= names
    assert not [name for name in names if "node_modules" in name]


@pytest.mark.timeout(600)
def test_the_wheel_streams_in_an_empty_environment(
    wheel: Path, environment: Environment, tmp_path: Path
) -> None:
    environment.install(str(wheel), "ipykernel", "nbclient")
    path = tmp_path / "streams.ipynb"
    cells = [nbformat.v4.new_code_cell(CELL)]  # type: ignore[no-untyped-call]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)  # type: ignore[no-untyped-call]

    environment.run("jupyter-execute", "--inplace", str(path))

    executed = json.loads(path.read_text())
    kept = [executed["cells"][0]["outputs"], executed["metadata"]["widgets"]]
    assert STREAMED in json.dumps(kept)


@pytest.mark.timeout(600)
def test_the_demo_names_what_is_missing_and_opens_once_it_is_there(
    wheel: Path, environment: Environment
) -> None:
    environment.install(str(wheel))
    told = environment.run("nbstream", "demo", "--no-browser", fails=True)
    assert 'pip install "nbstream[demo]"' in told

    environment.install(f"{wheel}[demo]")
    command = [str(environment.bin / "nbstream"), "demo", "--no-browser"]
    with running(command, environment.variables()) as demo:
        assert "JupyterLab" in demo.page()
        assert demo.api("contents/quickstart.ipynb")["type"] == "notebook"
