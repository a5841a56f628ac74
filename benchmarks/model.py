"""The model server as a process of its own, so that its work is nobody else's."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import ROOT
from servers.script import Turn


@dataclass(frozen=True)
class Model:
    """A model that says the same script again and again.

    Attributes:
        url: What a client takes as its base URL.
    """

    url: str

    def exchanges(self) -> list[dict[str, Any]]:
        """What it has said since `forget`, request by request."""
        return list(self._ask("GET"))

    def forget(self) -> None:
        """Begin a new list of exchanges, and the script again."""
        self._ask("DELETE")

    def _ask(self, method: str) -> Any:
        address = self.url.removesuffix("/v1") + "/exchanges"
        with urllib.request.urlopen(urllib.request.Request(address, method=method)) as answer:
            return json.load(answer)


@contextmanager
def model(script: Sequence[Turn]) -> Iterator[Model]:
    """Run a model server that says `script`, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="nbstream-model-") as folder:
        file = Path(folder) / "script"
        file.write_bytes(pickle.dumps(list(script)))
        paths = [str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]
        process = subprocess.Popen(
            [sys.executable, "-m", "servers.model_server", "--script", file],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Model(process.stdout.readline().strip())
        finally:
            # It ends with its standard input.
            process.stdin.close()
            process.wait(10)
            process.stdout.close()
