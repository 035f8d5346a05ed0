"""What is sent to a database while something is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from lti_tool.store.prepared import Prepared


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """Every statement of this process, by SQLAlchemy or straight to the driver, in their order."""
    seen: list[str] = []
    as_the_driver_takes_them = Prepared.parameters

    def note(*call: object) -> None:
        seen.append(str(call[2]))

    def noted(prepared: Prepared, values: Mapping[str, Any]) -> object:  # Any: as ``Prepared`` has it
        seen.append(prepared.text)
        return as_the_driver_takes_them(prepared, values)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with patch.object(Prepared, "parameters", noted):
            yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
