"""Shared by the tables of bad input: one request that must be refused and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.test import TestResponse

from tests.web.site import Site, refused
from tests.web.tables import EVENTS, Table, changed, refusals

STATES = "login_state"
STORED_REASON = 64


def assert_refused(
    site: Site, act: Callable[[], TestResponse], status: int, code: str, reason: str = ""
) -> None:
    """The page of this refusal; nothing stored but one row about it; no outgoing request but for keys."""
    before, calls = site.snapshot(), len(site.lms.journal)
    answer = act()

    refused(answer, status, code, reason)
    assert_only_event(before, site.snapshot())
    code_and_reason = refusals(site.engine)[-1]
    assert code_and_reason[0] == code
    assert not reason or code_and_reason[1] == reason[:STORED_REASON]
    assert {entry.path_kind for entry in site.lms.journal[calls:]} <= {"jwks"}


def assert_only_event(before: dict[str, Table], after: dict[str, Table]) -> None:
    """One row about a refusal was written; a login may have been spent; nothing else moved."""
    assert changed(before, after) - {STATES} == {EVENTS}
    assert after[EVENTS].rows == before[EVENTS].rows + 1
    assert before[STATES].rows <= after[STATES].rows <= before[STATES].rows + 1
