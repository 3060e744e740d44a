"""A value that a column or query may lack, where the caller knows that it does not."""

from typing import TypeVar

_Value = TypeVar("_Value")


def certain(value: _Value | None, why: str) -> _Value:
    """The value itself; `why` says whence one knows. AssertionError where that was wrong."""
    if value is None:
        raise AssertionError(f"missing, though: {why}")
    return value
