"""Tells what an object is by the names of its classes, so that no SDK has to be imported."""

from __future__ import annotations


def is_kind(value: object, package: str, *names: str) -> bool:
    """Whether the value is of a class with one of these names, defined anywhere in `package`."""
    return any(
        kind.__name__ in names and kind.__module__.partition(".")[0] == package
        for kind in type(value).__mro__
    )
