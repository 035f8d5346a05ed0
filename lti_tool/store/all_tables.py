"""Imports every module that defines a table, so that the metadata is whole."""

from lti_tool.store import (
    attempts,
    circuits,
    courses,
    deliveries,
    events,
    invitations,
    keys,
    registrations,
    sessions,
    states,
)

__all__ = [
    "attempts",
    "circuits",
    "courses",
    "deliveries",
    "events",
    "invitations",
    "keys",
    "registrations",
    "sessions",
    "states",
]
