"""The package built once, as it is published, for all tests here."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from install.environment import Environment

ROOT = Path(__file__).parents[2]


def build(kind: str, project: Path, into: Path, **variables: str) -> Path:
    """Build a wheel or an sdist of `project` with the build tools of this environment."""
    subprocess.run(
        [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", into, project],
        env=os.environ | variables,
        check=True,
    )
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the sdist, where there is no Node: the front end must have come along."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (project,) = folder.iterdir()
    return build("wheel", project, tmp_path_factory.mktemp("wheel"), PATH=str(folder / "empty"))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An empty environment; what a test installs there stays for the next."""
    return Environment(tmp_path_factory.mktemp("environment"))
