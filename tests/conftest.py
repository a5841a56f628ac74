"""What holds for every test: no key is ever spent, and arbitrary text is drawn from a seed."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A test that reached a real provider would spend its owner's money and tell the weather.
os.environ.pop("OPENAI_API_KEY", None)
os.environ["OPENAI_AGENTS_DISABLE_TRACING"] = "1"

# On a busy machine a slow example says nothing; pytest's own timeout ends one that hangs.
settings.register_profile(
    "sample",
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "full", settings.get_profile("sample"), max_examples=2000, derandomize=False
)
settings.load_profile("full" if os.environ.get("NBSTREAM_FULL") == "1" else "sample")
