"""`nbstream demo`, as it runs from this checkout."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from install.demo import running
from nbstream import __version__

NBSTREAM = [sys.executable, "-m", "nbstream"]


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """No display, and no folder of the user's."""
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    return kept | {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "TMPDIR": str(tmp_path),
    }


def refusal(*arguments: str) -> str:
    """Return what the command says when it will not."""
    ran = subprocess.run([*NBSTREAM, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_the_demo_serves_a_copy_of_the_quickstart_until_ctrl_c(variables: dict[str, str]) -> None:
    with running([*NBSTREAM, "demo"], variables) as demo:
        assert "JupyterLab" in demo.page()
        notebook = demo.api("contents/quickstart.ipynb")
        assert "nbstream" in str(notebook["content"]["cells"])
        # A kernel that runs must end too.
        demo.api("sessions", {"path": "quickstart.ipynb", "name": "", "type": "notebook"})
        assert psutil.Process(demo.pid).children()


def test_the_demo_lets_no_one_in_without_the_token(variables: dict[str, str]) -> None:
    with running([*NBSTREAM, "demo"], variables) as demo:
        stranger = type(demo)(demo.address.replace("token=", "token=x"), demo.pid)
        with pytest.raises(OSError, match="403"):
            stranger.api("contents")
        listening = psutil.Process(demo.pid).net_connections()
        assert {connection.laddr.ip for connection in listening} == {"127.0.0.1"}


def test_a_notebook_that_is_there_already_is_opened_as_it_is(
    variables: dict[str, str], tmp_path: Path
) -> None:
    mine = tmp_path / "quickstart.ipynb"
    mine.write_text('{"cells": [], "metadata": {"mine": 1}, "nbformat": 4, "nbformat_minor": 5}')
    before = mine.read_bytes()
    with running([*NBSTREAM, "demo", "--folder", str(tmp_path)], variables) as demo:
        assert demo.api("contents/quickstart.ipynb")["content"]["metadata"]["mine"] == 1
    assert mine.read_bytes() == before


def test_a_port_in_use_is_said_and_no_other_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} is not available" in refusal("demo", "--port", str(port))


def test_what_cannot_be_is_refused_in_one_line(tmp_path: Path) -> None:
    assert "there is no notebook" in refusal("demo", "--notebook", str(tmp_path / "none.ipynb"))
    assert "'70000' is no port" in refusal("demo", "--port", "70000")


def test_the_command_tells_its_version() -> None:
    told = subprocess.run([*NBSTREAM, "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"nbstream {__version__}\n"
