"""Imports every module that defines a table, so that the metadata is whole."""

from lti_tool.store import (
    administrators,
    attempts,
    audit,
    check_rows,
    circuits,
    courses,
    deep_links,
    deliveries,
    events,
    invitations,
    keys,
    platforms,
    registrations,
    roster_rows,
    sessions,
    states,
)

__all__ = [
    "administrators",
    "attempts",
    "audit",
    "check_rows",
    "circuits",
    "courses",
    "deep_links",
    "deliveries",
    "events",
    "invitations",
    "keys",
    "platforms",
    "registrations",
    "roster_rows",
    "sessions",
    "states",
]
