"""Browser sessions and the launches that they hold."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import Accent, Sharing
from lti_tool.domain.comfort import Comfort, Size
from lti_tool.domain.errors import Conflict
from lti_tool.domain.logo import Drawing, Logo
from lti_tool.store.sessions import OpenLaunch
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, HOUR, MINUTE, NOW, SECOND, a_launch
from tests.people import LEARNER
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
        found = work.visits.of("handle-1", "token-1", NOW - HOUR, NOW + MINUTE)

    assert found is not None
    assert launch == found.launch


def test_a_visit_knows_its_link_its_course_and_its_person(store: Store) -> None:
    planted = plant(store)
    open_tab(store, planted)

    with store.reading() as work:
        found = work.visits.of("handle-1", "token-1", NOW - HOUR, NOW + MINUTE)
        link = work.courses.link(CENTRE, planted.link_id)

    assert found is not None
    assert link == found.link
    context = a_launch().context
    assert context is not None
    assert (LEARNER.name, context.title) == (found.own_name, found.course)


def test_a_visit_shows_pages_as_the_person_and_the_centre_want_them(store: Store) -> None:
    planted = plant(store)
    open_tab(store, planted)
    wanted = Comfort(size=Size.LARGEST, has_sound=False, second_language="nl")
    drawing = Drawing(content=b"drawn", width=300, height=90)
    with store.writing() as work:
        work.comforts.keep(CENTRE, planted.person_id, wanted)
        work.logos.replace(CENTRE, "logo-1", drawing, NOW)
        work.centres.call_it(CENTRE, "Centre A")
        work.centres.let_accent_be(CENTRE, Accent.GREEN)
        work.centres.let_sharing_be(CENTRE, Sharing.AT_END)

    with store.reading() as work:
        found = work.visits.of("handle-1", "token-1", NOW - HOUR, NOW + MINUTE)

    assert found is not None
    assert wanted == found.launch.comfort
    assert Logo(id="logo-1", name="Centre A", width=300, height=90) == found.launch.logo
    assert (Accent.GREEN, True) == (found.launch.accent, found.launch.shares_at_end)


@pytest.mark.parametrize(
    ("handle", "token"), [("handle-2", "token-1"), ("handle-1", "token-2"), ("", ""), ("handle-1", "TOKEN-1")]
)
def test_nothing_opens_when_handle_and_session_do_not_belong_together(
    store: Store, handle: str, token: str
) -> None:
    open_tab(store, plant(store))

    with store.reading() as work:
        assert work.visits.of(handle, token, NOW - HOUR, NOW) is None


def test_nothing_opens_when_the_session_is_idle_or_over(store: Store) -> None:
    open_tab(store, plant(store))

    with store.reading() as work:
        idle = work.visits.of("handle-1", "token-1", NOW, NOW + HOUR)
        over = work.visits.of("handle-1", "token-1", NOW - HOUR, NOW + 8 * HOUR)
        still_live = work.sessions.live("token-1", NOW - SECOND, NOW + 8 * HOUR - SECOND)

    assert (idle, over) == (None, None)
    assert still_live is not None


def test_a_session_lives_on_when_somebody_is_there(store: Store) -> None:
    open_tab(store, plant(store))

    with store.writing() as work:
        work.sessions.touch(CENTRE, "session-1", NOW + HOUR)

    with store.reading() as work:
        found = work.visits.of("handle-1", "token-1", NOW + MINUTE, NOW + HOUR)
    assert found is not None
    assert found.launch.last_seen_at == NOW + HOUR


def test_open_tabs_go_on_when_the_token_is_renewed(store: Store) -> None:
    open_tab(store, plant(store))

    with store.writing() as work:
        work.sessions.renew(CENTRE, "session-1", "token-2", NOW + MINUTE, NOW + 9 * HOUR)

    with store.reading() as work:
        old = work.visits.of("handle-1", "token-1", NOW - HOUR, NOW + MINUTE)
        new = work.visits.of("handle-1", "token-2", NOW - HOUR, NOW + MINUTE)
    assert old is None
    assert new is not None


def test_its_tabs_close_when_a_session_ends(store: Store) -> None:
    open_tab(store, plant(store))

    with store.writing() as work:
        work.sessions.end("token-1")

    with store.reading() as work:
        assert work.sessions.live("token-1", NOW - HOUR, NOW) is None
        assert work.visits.of("handle-1", "token-1", NOW - HOUR, NOW) is None


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
        found = work.visits.of("handle-1", "token-1", NOW - HOUR, NOW)
    assert found is not None
    assert found.launch.rights == "learner"


def test_a_repeated_launch_is_found_when_the_page_is_reloaded_at_once(store: Store) -> None:
    launch = open_tab(store, plant(store))

    with store.reading() as work:
        at_once = work.sessions.repeated_launch("state-1", "token-1", NOW - MINUTE, NOW + SECOND)
        too_late = work.sessions.repeated_launch("state-1", "token-1", NOW, NOW + MINUTE)
        elsewhere = work.sessions.repeated_launch("state-1", "token-2", NOW - MINUTE, NOW + SECOND)

    assert launch.handle == at_once
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
        assert work.visits.of("handle-2", "token-1", NOW - HOUR, NOW) is not None
