"""Browser sessions and the launches that they hold."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import Conflict
from lti_tool.store.sessions import OpenLaunch
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, HOUR, MINUTE, NOW, SECOND
from tests.store.planting import Planted, plant


def begin(store: Store, planted: Planted, token: str = "token-1", session_id: str = "session-1") -> None:
    with store.writing() as work:
        work.sessions.add(
            centre_id=CENTRE,
            session_id=session_id,
            token_hash=token,
            person_id=planted.person_id,
            now=NOW,
            until=NOW + 8 * HOUR,
        )


def a_launch_row(planted: Planted, handle: str = "handle-1", session_id: str = "session-1") -> OpenLaunch:
    return OpenLaunch(
        handle=handle,
        session_id=session_id,
        centre_id=CENTRE,
        person_id=planted.person_id,
        resource_link_id=planted.link_id,
        rights="trainer",
        is_graded=False,
        locale="fr",
        return_url="https://centre-a.example/course",
        frame_origin="https://centre-a.example",
        created_at=NOW,
        last_seen_at=NOW,
        is_handed_over=True,
    )


def open_tab(store: Store, planted: Planted, state_hash: str | None = "state-1") -> OpenLaunch:
    launch = a_launch_row(planted)
    begin(store, planted)
    with store.writing() as work:
        work.sessions.add_launch(launch, state_hash)
    return launch


def test_a_launch_comes_back_whole_when_its_session_asks(store: Store) -> None:
    launch = open_tab(store, plant(store))

    with store.reading() as work:
        found = work.sessions.open_launch("handle-1", "token-1", NOW - HOUR, NOW + MINUTE)

    assert launch == found


@pytest.mark.parametrize(
    ("handle", "token"), [("handle-2", "token-1"), ("handle-1", "token-2"), ("", ""), ("handle-1", "TOKEN-1")]
)
def test_nothing_opens_when_handle_and_session_do_not_belong_together(
    store: Store, handle: str, token: str
) -> None:
    open_tab(store, plant(store))

    with store.reading() as work:
        assert work.sessions.open_launch(handle, token, NOW - HOUR, NOW) is None


def test_nothing_opens_when_the_session_is_idle_or_over(store: Store) -> None:
    open_tab(store, plant(store))

    with store.reading() as work:
        idle = work.sessions.open_launch("handle-1", "token-1", NOW, NOW + HOUR)
        over = work.sessions.open_launch("handle-1", "token-1", NOW - HOUR, NOW + 8 * HOUR)
        still_live = work.sessions.live("token-1", NOW - SECOND, NOW + 8 * HOUR - SECOND)

    assert (idle, over) == (None, None)
    assert still_live is not None


def test_a_session_lives_on_when_somebody_is_there(store: Store) -> None:
    open_tab(store, plant(store))

    with store.writing() as work:
        work.sessions.touch(CENTRE, "session-1", NOW + HOUR)

    with store.reading() as work:
        found = work.sessions.open_launch("handle-1", "token-1", NOW + MINUTE, NOW + HOUR)
    assert found is not None
    assert found.last_seen_at == NOW + HOUR


def test_open_tabs_go_on_when_the_token_is_renewed(store: Store) -> None:
    open_tab(store, plant(store))

    with store.writing() as work:
        work.sessions.renew(CENTRE, "session-1", "token-2", NOW + MINUTE, NOW + 9 * HOUR)

    with store.reading() as work:
        old = work.sessions.open_launch("handle-1", "token-1", NOW - HOUR, NOW + MINUTE)
        new = work.sessions.open_launch("handle-1", "token-2", NOW - HOUR, NOW + MINUTE)
    assert old is None
    assert new is not None


def test_its_tabs_close_when_a_session_ends(store: Store) -> None:
    open_tab(store, plant(store))

    with store.writing() as work:
        work.sessions.end("token-1")

    with store.reading() as work:
        assert work.sessions.live("token-1", NOW - HOUR, NOW) is None
        assert work.sessions.open_launch("handle-1", "token-1", NOW - HOUR, NOW) is None


def test_only_dead_sessions_go_when_the_table_is_swept(store: Store) -> None:
    planted = plant(store)
    begin(store, planted)

    with store.writing() as work:
        work.sessions.sweep(NOW + MINUTE, NOW - HOUR)
        alive = work.sessions.live("token-1", NOW - HOUR, NOW)
        work.sessions.sweep(NOW + HOUR, NOW + SECOND)
        swept = work.sessions.live("token-1", NOW - HOUR, NOW)

    assert (CENTRE, "session-1", planted.person_id) == alive
    assert swept is None


def test_open_tabs_lose_rights_when_a_role_is_lost(store: Store) -> None:
    planted = plant(store)
    open_tab(store, planted)

    with store.writing() as work:
        work.sessions.lower_rights(CENTRE, planted.person_id, planted.link_id, "learner")

    with store.reading() as work:
        found = work.sessions.open_launch("handle-1", "token-1", NOW - HOUR, NOW)
    assert found is not None
    assert found.rights == "learner"


def test_a_repeated_launch_is_found_when_the_page_is_reloaded_at_once(store: Store) -> None:
    launch = open_tab(store, plant(store))

    with store.reading() as work:
        at_once = work.sessions.repeated_launch("state-1", "token-1", NOW - MINUTE, NOW + SECOND)
        too_late = work.sessions.repeated_launch("state-1", "token-1", NOW, NOW + MINUTE)
        elsewhere = work.sessions.repeated_launch("state-1", "token-2", NOW - MINUTE, NOW + SECOND)

    assert launch == at_once
    assert (too_late, elsewhere) == (None, None)


def test_a_state_opens_one_launch_when_it_is_used_twice(store: Store) -> None:
    planted = plant(store)
    open_tab(store, planted)

    with pytest.raises(Conflict), store.writing() as work:
        work.sessions.add_launch(a_launch_row(planted, "handle-2"), "state-1")


def test_two_launches_may_stand_without_a_state_when_none_is_known(store: Store) -> None:
    planted = plant(store)
    open_tab(store, planted, None)

    with store.writing() as work:
        work.sessions.add_launch(a_launch_row(planted, "handle-2"), None)

    with store.reading() as work:
        assert work.sessions.open_launch("handle-2", "token-1", NOW - HOUR, NOW) is not None
