"""An environment of its own, as the person has who installs what we publish."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path


class Environment:
    """A virtual environment in `folder`, on a machine without Node and without this checkout.

    Attributes:
        bin: The folder of its commands.
    """

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=True)
        self.bin = folder / ("Scripts" if sys.platform == "win32" else "bin")
        self._home = folder / "home"
        self._home.mkdir()

    def install(self, *requirements: str) -> None:
        self.run("python", "-m", "pip", "install", "--quiet", *requirements)

    def run(self, command: str, *arguments: str, fails: bool = False) -> str:
        """Run a command of the environment, and return what it printed; errors come with it.

        Raises:
            AssertionError: It failed, or it did not though it was to fail.
        """
        ran = subprocess.run(
            [self.bin / command, *arguments],
            env=self.variables(),
            cwd=self._home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert bool(ran.returncode) == fails, ran.stdout
        return ran.stdout

    def variables(self) -> dict[str, str]:
        """Return the caller's variables, less what would lead to Node, the checkout or Jupyter."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "JUPYTER", "VIRTUAL_ENV", "DISPLAY", "WAYLAND"))
        }
        folders = {"config": "JUPYTER_CONFIG_DIR", "data": "JUPYTER_DATA_DIR"}
        return kept | {
            "PATH": str(self.bin),
            "IPYTHONDIR": str(self._home / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(self._home / "runtime"),
            **{variable: str(self._home / name) for name, variable in folders.items()},
        }
