"""What `import nbstream` brings with it: little, and no provider."""

from __future__ import annotations

import subprocess
import sys

OPTIONAL = ["agents", "openai", "quickjs", "nest_asyncio2", "jupyterlab"]


def printed(code: str) -> str:
    """Return what a new interpreter prints for `code`."""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_importing_loads_no_provider_and_no_engine() -> None:
    loaded = f"import sys, nbstream; print([name for name in {OPTIONAL} if name in sys.modules])"
    assert printed(loaded) == "[]\n"


def test_text_streams_where_none_of_them_is_installed() -> None:
    absent = f"import sys; sys.modules |= dict.fromkeys({OPTIONAL}); import nbstream"
    streaming = "print(nbstream.stream(iter(['one ', 'two']), show=False).wait().text)"
    assert printed(f"{absent}; {streaming}") == "one two\n"
