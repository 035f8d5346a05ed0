"""What an administrator's checklist says of a platform, and the try of its grade service, over real HTTP."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from lti_tool.domain.administration import PlatformSigns
from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import AgsClaim
from lti_tool.lti.grade_probe import HttpGradeProbe
from lti_tool.lti.service_claims import LINE_ITEM_SCOPE, SCORE_SCOPE
from lti_tool.lti.transport import Transport
from lti_tool.services.administrators import Administration
from lti_tool.services.platforms import PlatformFile, Platforms
from tests.factories import OTHER_CENTRE
from tests.people import TRAINER
from tests.services.enrolling import enter, read
from tests.services.world import World

ELSEWHERE = "https://elsewhere.example/items"
STEPS = ("first_message_at", "first_launch_at", "members_read_at", "last_grade_at")


@pytest.fixture
def who(world: World) -> Administration:
    """The administrator of the platform's centre."""
    return Administration(centre_id=world.registration.centre_id, centre_name="Centre", session_id="s")


def file(world: World, who: Administration) -> PlatformFile:
    return world.services.platforms.file(who, world.registration.id)


def signs(world: World, who: Administration) -> PlatformSigns:
    return file(world, who).known.signs


def done(world: World, who: Administration) -> list[str]:
    """The lines of the checklist that are done."""
    found = signs(world, who)
    return [name for name in STEPS if getattr(found, name) is not None]


def tried(world: World, who: Administration) -> str:
    """The reason that a try leaves; empty when all went well."""
    world.services.platforms.try_grades(who, world.registration.id)
    found = signs(world, who)
    assert found.grades_tried_at == world.clock.now
    return found.grades_reason


def test_nothing_is_done_when_a_platform_was_only_registered(world: World, who: Administration) -> None:
    assert PlatformSigns() == signs(world, who)
    assert not file(world, who).can_try


def test_each_step_is_seen_when_a_course_begins_to_work(world: World, who: Administration) -> None:
    enter(world, TRAINER)
    assert ["first_message_at", "first_launch_at"] == done(world, who)

    read(world)
    assert list(STEPS[:3]) == done(world, who)
    assert not signs(world, who).is_complete

    learner = world.visit()
    world.want(learner)
    assert 6 == signs(world, who).waiting
    world.work()
    found = signs(world, who)
    assert (list(STEPS), 0, True) == (done(world, who), found.waiting, found.is_complete)


def test_refused_grades_are_counted_when_the_platform_parks_them(world: World, who: Administration) -> None:
    learner = world.visit()
    world.lms.fault("scores", 404, times=20)

    world.want(learner)
    world.work()

    assert 0 < signs(world, who).refused


def test_the_platform_is_said_to_give_no_list_when_launches_name_none(
    world: World, who: Administration
) -> None:
    world.visit()

    assert "no-roster-service" == signs(world, who).members_reason


def test_the_reason_is_kept_when_the_list_cannot_be_read(world: World, who: Administration) -> None:
    enter(world, TRAINER)
    world.lms.fault("members", "html-200", times=20)

    read(world)

    assert signs(world, who).members_reason
    assert signs(world, who).members_read_at is None


def test_a_try_asks_for_a_token_and_reads_when_all_is_well(world: World, who: Administration) -> None:
    world.visit()
    before = len(world.lms.journal)

    assert tried(world, who) == ""

    asked = [(entry.method, entry.path_kind) for entry in world.lms.journal[before:]]
    assert [("POST", "token"), ("GET", "lineitems")] == [one for one in asked if one[1] != "jwks"]
    assert SCORE_SCOPE in str(world.lms.requests_to("token")[-1].body["scope"])
    assert world.posts() == []


def test_a_token_is_asked_for_each_time_when_somebody_tries_twice(world: World, who: Administration) -> None:
    world.visit()
    tried(world, who)
    before = len(world.lms.requests_to("token"))

    tried(world, who)

    assert before + 1 == len(world.lms.requests_to("token"))


@pytest.mark.parametrize(
    ("path_kind", "kind", "reason"),
    [
        ("token", 400, "invalid-client"),
        ("token", 503, "token-endpoint"),
        ("token", "reset-before", "reset"),
        ("lineitems", 500, "server-error"),
        ("lineitems", "html-200", "not-json"),
        ("lineitems", "redirect", "redirected"),
    ],
)
def test_the_reason_is_kept_when_a_try_goes_wrong(
    world: World, who: Administration, path_kind: str, kind: str | int, reason: str
) -> None:
    world.visit()
    world.lms.fault(path_kind, kind, times=4)

    assert reason == tried(world, who)

    world.lms.end_faults()
    assert tried(world, who) == ""


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (AgsClaim(), "no-grade-service"),
        (AgsClaim(lineitems_url=ELSEWHERE, scopes=(LINE_ITEM_SCOPE,)), "scope-missing"),
        (AgsClaim(lineitems_url=ELSEWHERE, scopes=(SCORE_SCOPE, LINE_ITEM_SCOPE)), "other-host"),
    ],
)
def test_nothing_is_asked_when_the_course_does_not_allow_grades(
    world: World, who: Administration, claim: AgsClaim, reason: str
) -> None:
    world.visit(ags=claim)
    before = len(world.lms.journal)

    assert reason == tried(world, who)

    assert before == len(world.lms.journal)


def test_another_host_is_asked_when_an_administrator_named_it(world: World, who: Administration) -> None:
    """Canvas serves grades elsewhere than its login: here ``localhost`` for ``127.0.0.1``."""
    own = world.claim()
    assert own.lineitems_url is not None
    elsewhere = own.lineitems_url.replace("127.0.0.1", "localhost")
    assert elsewhere != own.lineitems_url
    world.visit(ags=replace(own, lineitems_url=elsewhere))
    assert "other-host" == tried(world, who)

    world.services.platforms.allow(who, world.registration.id, extra_parents=(), service_hosts=("localhost",))

    assert tried(world, who) == ""


def test_a_try_ends_in_time_when_the_platform_hangs_or_dawdles(world: World, who: Administration) -> None:
    world.visit()
    probe = HttpGradeProbe(
        transport=Transport(allow_insecure=True, user_agent="Passerelle/test"),
        tool_keys=world.installation.tool_keys,
        clock=world.clock,
        seconds=0.4,
    )
    hurried = Platforms(world.services.store, probe, clock=world.clock)
    for path_kind, kind in (("token", "hang"), ("lineitems", "hang"), ("lineitems", "slow")):
        world.lms.fault(path_kind, kind, seconds=5.0)
        began = time.monotonic()

        hurried.try_grades(who, world.registration.id)

        assert time.monotonic() - began < 2.0, (path_kind, kind)
        assert "timeout" == signs(world, who).grades_reason, (path_kind, kind)
        world.lms.end_faults()


def test_no_transaction_is_open_when_the_platform_is_asked(world: World, who: Administration) -> None:
    """No connection to the database is held while the platform takes its time."""
    world.visit()
    store = world.services.store
    held: list[int] = []

    class Watching:
        def try_grades(self, *_arguments: object, **_more: object) -> None:
            held.append(store._engine.pool.checkedout())

    Platforms(store, Watching(), clock=world.clock).try_grades(who, world.registration.id)

    assert [0] == held


def test_the_newest_word_counts_when_a_try_fails_after_a_grade(world: World, who: Administration) -> None:
    enter(world, TRAINER)
    read(world)
    learner = world.visit()
    world.want(learner)
    world.work()
    world.advance(minutes=1)
    world.lms.fault("token", 400, times=4)
    assert "invalid-client" == tried(world, who)
    assert ("invalid-client", False) == (
        signs(world, who).grades_trouble,
        signs(world, who).is_complete,
    )
    world.lms.end_faults()

    world.advance(minutes=1)
    world.want(learner, 2)
    world.work()

    assert ("", True) == (signs(world, who).grades_trouble, signs(world, who).is_complete)


def test_nothing_is_found_when_the_administrator_is_of_another_centre(world: World) -> None:
    foreign = Administration(centre_id=OTHER_CENTRE, centre_name="Namur", session_id="s")
    number = world.registration.id
    uses = (
        lambda: world.services.platforms.file(foreign, number),
        lambda: world.services.platforms.approve(foreign, number, "5"),
        lambda: world.services.platforms.disable(foreign, number),
        lambda: world.services.platforms.enable(foreign, number),
        lambda: world.services.platforms.allow(foreign, number, extra_parents=(), service_hosts=("x.be",)),
        lambda: world.services.platforms.try_grades(foreign, number),
    )

    for use in uses:
        with pytest.raises(NotFound, match="no-such-platform"):
            use()

    assert () == world.services.platforms.all(foreign)


def test_grades_wait_and_go_when_the_platform_is_switched(world: World, who: Administration) -> None:
    learner = world.visit()
    world.services.platforms.disable(who, world.registration.id)
    world.want(learner)
    assert 0 == world.work()
    assert 6 == signs(world, who).waiting

    world.services.platforms.enable(who, world.registration.id)

    assert 0 < world.work()
    assert 0 == signs(world, who).waiting


def test_what_an_administrator_set_stays_when_the_platform_registers_anew(
    world: World, who: Administration
) -> None:
    world.services.platforms.allow(
        who, world.registration.id, extra_parents=("https://p.be",), service_hosts=("x.be",)
    )

    with world.services.store.writing() as unit:
        unit.registrations.refresh(world.registration)

    kept = file(world, who).known.registration
    assert (("https://p.be",), ("x.be",)) == (kept.extra_parents, kept.service_hosts)
