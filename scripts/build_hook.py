"""Builds the front end when the package is built, and leaves it alone when it is there already.

A checkout has the sources of the page's half and no build of it; a source distribution has both,
so that it installs where there is no Node. Hatchling loads this file by its path.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts `src/nbstream/static` and the quickstart notebook into what is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end if its sources are newer than its build.

        Args:
            version: "standard", or "editable" for an install that reads the checkout.
            build_data: Hatchling's plan of the build; it gains the notebook of the demo.

        Raises:
            RuntimeError: Node is missing.
            subprocess.CalledProcessError: npm or the build failed; it has said why.
        """
        root = Path(self.root)
        if is_stale(built=root / "src/nbstream/static", sources=root / "js"):
            build(root / "js")
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"][str(root / "notebooks/quickstart.ipynb")] = (
                "nbstream/demo/quickstart.ipynb"
            )


def is_stale(*, built: Path, sources: Path) -> bool:
    """Tell whether any source was written after the oldest built file.

    All files of a source distribution carry one time, so that nothing there is newer.
    """
    outputs = [path.stat().st_mtime for path in built.glob("*") if path.is_file()]
    inputs = [*sources.glob("*.mjs"), *sources.glob("package*.json"), *sources.rglob("src/**/*")]
    newest = max((path.stat().st_mtime for path in inputs if path.is_file()), default=0.0)
    return not outputs or newest > min(outputs)


def build(js: Path) -> None:
    """Install what the build needs, as locked, and run it."""
    npm = shutil.which("npm")
    node = shutil.which("node")
    if npm is None or node is None:
        raise RuntimeError(
            "building nbstream from a checkout needs Node 20 or newer, with npm: "
            "install it, or install nbstream from a wheel or source distribution instead"
        )
    if not (js / "node_modules/.bin/esbuild").exists():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=js, check=True)
    subprocess.run([node, "build.mjs"], cwd=js, check=True)
