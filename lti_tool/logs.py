"""Logs: one JSON object a line, so that no name or newline from outside can forge another line."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

OURS = ("code", "reason", "reference", "kind", "delivery", "registration", "status", "count")
"""The only extra words that a line may carry; never a name, a token or an answer."""


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object. An unforeseen exception adds its place, never its message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in OURS if hasattr(record, name)}
        if record.exc_info and record.exc_info[2] is not None:
            line["trace"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def set_up_logging(level: int = logging.INFO) -> None:
    """Write our log lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _places(traceback: object) -> list[str]:
    places: list[str] = []
    while traceback is not None:
        code = getattr(getattr(traceback, "tb_frame", None), "f_code", None)
        if code is not None:
            places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{getattr(traceback, 'tb_lineno', 0)}")
        traceback = getattr(traceback, "tb_next", None)
    return places[-12:]
