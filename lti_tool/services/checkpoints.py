"""Between the steps of a delivery: where a test can stop the worker for good, or let something happen."""

from __future__ import annotations

from collections.abc import Callable

Checkpoint = Callable[[str], None]
STEPS = (
    "claiming",
    "claimed",
    "reserved",
    "searched",
    "column-created",
    "column-bound",
    "bound",
    "read",
    "writing-down",
    "written-down",
    "sent",
    "storing",
    "stored",
)
"""The named points of one delivery, where a test can stop the worker for good. Those that end in -ing are
inside a transaction, just before its end.
"""


def no_checkpoint(_step: str) -> None:
    """What runs between the steps of a delivery outside a test: nothing."""
