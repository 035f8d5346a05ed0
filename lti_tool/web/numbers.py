"""The numbers of the installation in the text format of Prometheus.

All of these come from the database, so that every process of every machine tells the same; what one process
counts of its own is in ``request_counts``.
Source: the exposition formats of Prometheus, text format 0.0.4.
"""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.domain.health import LATE_AFTER, Alert, Health

EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


def exposition(health: Health) -> str:
    """Every gauge with its help; a state or a reason without deliveries is left out, an alert never is."""
    overdue = {alert.value: health.overdue.get(alert, 0) for alert in LATE_AFTER}
    blocks = (
        _gauge("deliveries", "Grades by state of their delivery.", "state", health.deliveries),
        _gauge("deliveries_parked", "Grades that wait for a person, by reason.", "reason", health.parked),
        _gauge(
            "deliveries_overdue",
            f"Grades that wait for longer than {_limits()}.",
            "alert",
            overdue,
        ),
        _number("oldest_due_grade_seconds", "Age of the oldest waiting grade.", health.oldest_due_seconds),
        _number("troubled_platforms", "Platforms that are left alone for now.", health.troubled_platforms),
        _number("sessions", "Sessions that are not over.", health.sessions),
    )
    return "".join(blocks)


def _limits() -> str:
    minutes = {alert: int(limit.total_seconds()) // 60 for alert, limit in LATE_AFTER.items()}
    return ", ".join(f"{minutes[alert]} minutes ({alert.value})" for alert in Alert if alert in minutes)


def _gauge(name: str, about: str, label: str, values: Mapping[str, int]) -> str:
    lines = (f'passerelle_{name}{{{label}="{key}"}} {value}\n' for key, value in sorted(values.items()))
    return _head(name, about) + "".join(lines)


def _number(name: str, about: str, value: float) -> str:
    return f"{_head(name, about)}passerelle_{name} {value:g}\n"


def _head(name: str, about: str) -> str:
    return f"# HELP passerelle_{name} {about}\n# TYPE passerelle_{name} gauge\n"
