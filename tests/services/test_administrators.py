"""The way in: one link, one session, for a time; and the centres that they open."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from lti_tool.domain.errors import NotAuthenticated, NotFound
from lti_tool.services.administrators import Administrators
from lti_tool.services.audit import Audit
from lti_tool.services.ids import digest
from lti_tool.store.unit_of_work import Store
from tests.factories import HOUR, MINUTE, NOW, SECOND
from tests.web import tables

QUARTER = 15 * MINUTE


@pytest.fixture
def administrators(store: Store) -> Administrators:
    return Administrators(store)


def refusal(administrators: Administrators, token: str | None, later: timedelta) -> str:
    with pytest.raises(NotAuthenticated) as caught:
        administrators.visit(token, NOW + later)
    return caught.value.reason


def test_only_digests_are_stored_when_an_administrator_comes_in(
    engine: Engine, administrators: Administrators
) -> None:
    secret = administrators.make_link(None, NOW)
    token = administrators.sign_in(secret, NOW)

    stored = tables.everything(engine)

    assert secret not in stored
    assert token not in stored
    assert digest(secret) in stored
    assert digest(token) in stored


def test_a_link_stays_good_when_a_program_only_looks_at_it(
    engine: Engine, administrators: Administrators
) -> None:
    secret = administrators.make_link(None, NOW)
    before = tables.snapshot(engine)

    for _time in range(3):
        administrators.look_at_link(secret, NOW)

    assert tables.changed(before, tables.snapshot(engine)) == set()
    assert administrators.sign_in(secret, NOW)


def test_a_link_is_refused_when_it_was_used(engine: Engine, administrators: Administrators) -> None:
    secret = administrators.make_link(None, NOW)
    administrators.sign_in(secret, NOW)
    before = tables.snapshot(engine)

    with pytest.raises(NotFound, match="no-such-link"):
        administrators.sign_in(secret, NOW)
    with pytest.raises(NotFound, match="no-such-link"):
        administrators.look_at_link(secret, NOW)

    assert tables.changed(before, tables.snapshot(engine)) == set()


@pytest.mark.parametrize(("later", "is_good"), [(QUARTER - SECOND, True), (QUARTER, False)])
def test_a_link_lives_for_a_quarter_of_an_hour_when_nobody_uses_it(
    administrators: Administrators, later: timedelta, is_good: bool
) -> None:
    secret = administrators.make_link(None, NOW)

    if is_good:
        assert administrators.sign_in(secret, NOW + later)
        return
    with pytest.raises(NotFound):
        administrators.look_at_link(secret, NOW + later)
    with pytest.raises(NotFound):
        administrators.sign_in(secret, NOW + later)


def test_one_gets_in_when_two_use_a_link_at_once(administrators: Administrators) -> None:
    secret = administrators.make_link(None, NOW)
    tokens: list[str] = []
    refused: list[str] = []
    gate = threading.Barrier(4)

    def come() -> None:
        gate.wait()
        try:
            tokens.append(administrators.sign_in(secret, NOW))
        except NotFound as error:
            refused.append(error.reason)

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (1, ["no-such-link"] * 3) == (len(tokens), refused)


@pytest.mark.parametrize(
    ("later", "seen_until", "reason"),
    [
        pytest.param(HOUR, 0 * HOUR, "session-over", id="idle for an hour"),
        pytest.param(8 * HOUR, 8 * HOUR, "session-over", id="at work for eight hours"),
    ],
)
def test_a_session_ends_when_its_time_is_over(
    administrators: Administrators, later: timedelta, seen_until: timedelta, reason: str
) -> None:
    token = administrators.sign_in(administrators.make_link(None, NOW), NOW)
    passed = 30 * MINUTE
    while passed < seen_until:
        assert administrators.visit(token, NOW + passed).centre_name == "Centre"
        passed += 30 * MINUTE

    assert reason == refusal(administrators, token, later)
    assert "no-session" == refusal(administrators, None, 0 * HOUR)


def test_the_session_lives_on_when_somebody_works(administrators: Administrators) -> None:
    token = administrators.sign_in(administrators.make_link(None, NOW), NOW)

    administrators.visit(token, NOW + 59 * MINUTE)

    assert administrators.visit(token, NOW + 118 * MINUTE).session_id


def test_the_session_is_over_when_its_owner_ends_it(administrators: Administrators) -> None:
    token = administrators.sign_in(administrators.make_link(None, NOW), NOW)

    administrators.end(token, NOW)
    administrators.end(token, NOW)

    assert "session-over" == refusal(administrators, token, 0 * HOUR)


def test_the_old_session_of_a_browser_ends_when_it_comes_in_again(administrators: Administrators) -> None:
    old = administrators.sign_in(administrators.make_link(None, NOW), NOW)

    administrators.sign_in(administrators.make_link(None, NOW), NOW, old)

    assert "session-over" == refusal(administrators, old, 0 * HOUR)


def test_a_link_opens_its_own_centre_when_there_are_two(administrators: Administrators) -> None:
    first = administrators.add_centre("Liège", NOW)
    second = administrators.add_centre("Namur", NOW + SECOND)

    opened = [
        administrators.visit(administrators.sign_in(administrators.make_link(centre, NOW), NOW), NOW)
        for centre in (None, first, second)
    ]

    assert ["Liège", "Liège", "Namur"] == [one.centre_name for one in opened]
    assert ["Liège", "Namur"] == [centre.name for centre in administrators.centres()]


def test_no_link_is_made_when_the_centre_is_unknown(engine: Engine, administrators: Administrators) -> None:
    before = tables.snapshot(engine)

    with pytest.raises(NotFound, match="no-such-centre"):
        administrators.make_link("nowhere", NOW)

    assert tables.changed(before, tables.snapshot(engine)) == set()


def test_every_step_is_written_down_when_somebody_comes_and_goes(
    store: Store, administrators: Administrators
) -> None:
    centre = administrators.add_centre("Liège", NOW)
    token = administrators.sign_in(administrators.make_link(centre, NOW), NOW)
    session = administrators.visit(token, NOW).session_id
    administrators.end(token, NOW)

    found = [(entry.deed.action, entry.deed.actor) for entry in Audit(store).latest(centre)][::-1]

    assert [
        ("centre-added", "command-line"),
        ("link-made", "command-line"),
        ("signed-in", f"administrator/{session}"),
        ("signed-out", f"administrator/{session}"),
    ] == found


def test_links_and_sessions_are_forgotten_when_they_are_over(
    engine: Engine, administrators: Administrators
) -> None:
    administrators.sign_in(administrators.make_link(None, NOW), NOW)

    administrators.make_link(None, NOW + 9 * HOUR)

    assert 1 == tables.count(engine, "administrator_link")
    assert 0 == tables.count(engine, "administrator_session")
