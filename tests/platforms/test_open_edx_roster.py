"""The roster of a course on Open edX, as the consumer's own membership service gives it."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Frame, expect

from lti_tool.bootstrap import install, utc_now
from lti_tool.bootstrap_reach import USER_AGENT
from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import RosterMember
from lti_tool.lti.gateway import HttpLms
from lti_tool.lti.transport import Transport
from lti_tool.settings import read_settings
from tests.platforms.school import POLL_SECONDS, School, StartSchool, open_unit
from tests.walking import look

pytestmark = pytest.mark.platform

LEARNERS = ("learner", "learner2", "learner3", "learner4", "learner5")
TEACHERS = ("staff", "instructor")
ROSTER_SECONDS = 30.0
READ = "Liste du cours mise à jour"
NEVER_OPENED = "Pas encore ouvert"


@pytest.mark.whole
def test_whoever_never_opened_is_a_participant_when_the_course_hides_names(
    start_school: StartSchool,
) -> None:
    school = start_school(gives_roster=True)
    _come(school, "learner")

    with school.visit("instructor") as context:
        frame = open_unit(school, context, "instructor")
        _await_words(frame, READ)
        rows = _rows(frame)
        text = frame.locator("body").inner_text()

    # The instructor who opened the unit has a number too, so that the learners' need not follow each other.
    assert len(LEARNERS) == len(rows)
    assert [] == [name for name in rows if not re.fullmatch(r"Participant \d", name)]
    assert 4 == sum(progress.startswith(NEVER_OPENED) for progress in rows.values())
    assert "Pas encore commencé" in rows["Participant 1"]
    assert not [user.full_name for user in school.edx.users.values() if user.full_name in text]
    assert [] == school.faults


def test_every_learner_is_named_and_no_teacher_when_the_course_gives_names(
    start_school: StartSchool,
) -> None:
    """Teachers are enrolled too, as on Open edX everybody is who makes a course."""
    school = start_school(gives_roster=True, share_names=True)
    _come(school, "learner2")

    with school.visit("staff") as context:
        frame = open_unit(school, context, "staff")
        _await_words(frame, READ)
        rows = _rows(frame)

    names = {school.edx.users[user].full_name for user in LEARNERS}
    assert names == set(rows)
    came = school.edx.users["learner2"].full_name
    assert {came} == {name for name, progress in rows.items() if not progress.startswith(NEVER_OPENED)}
    assert [] == school.faults


@pytest.mark.whole
def test_the_trainer_reads_that_the_list_is_too_long_when_edx_lists_no_such_course(
    start_school: StartSchool,
) -> None:
    """Seven people where six are listed at most; the one who came is there all the same."""
    school = start_school(gives_roster=True, roster_limit=6)
    _come(school, "learner")

    with school.visit("instructor") as context:
        frame = open_unit(school, context, "instructor")
        _await_words(frame, "La liste du cours est trop longue.")
        rows = _rows(frame)

    assert ["Participant 1"] == list(rows)
    assert [] == school.faults


@pytest.mark.whole
def test_everybody_is_read_once_when_the_list_comes_in_pages(start_school: StartSchool) -> None:
    """Seven people, two at a time. The tool itself asks for pages only where one answer is too large."""
    school = start_school(gives_roster=True, share_names=True)

    members = _read_in_pages(school, size=2)

    users = school.edx.users
    assert sorted(user.sub for user in users.values()) == sorted(member.sub for member in members)
    by_sub = {member.sub: member for member in members}
    assert [users[name].full_name for name in users] == [by_sub[users[name].sub].name for name in users]
    assert {users[name].sub for name in LEARNERS} == {one.sub for one in members if one.is_learner}
    assert {users[name].sub for name in TEACHERS} == {
        one.sub for one in members if one.rights is Rights.TRAINER
    }
    pages = re.findall(
        r"GET /api/lti_consumer/v1/lti/\d+/memberships\?(\S+)", school.edx.log_file.read_text()
    )
    assert ["limit=2", *(f"limit=2&page={number}" for number in range(2, 5))] == pages


def _come(school: School, user: str) -> None:
    """Open the unit once, and leave."""
    with school.visit(user) as context:
        assert "welcome" == look(open_unit(school, context, user)).page


def _await_words(frame: Frame, words: str) -> None:
    """Read the group's page again until it says so: the worker reads the list soon after a launch."""
    deadline = time.monotonic() + ROSTER_SECONDS
    while words not in frame.locator("main").inner_text() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        frame.goto(frame.url)
    expect(frame.locator("main")).to_contain_text(words)


def _rows(frame: Frame) -> dict[str, str]:
    """What the table says of each person, by name."""
    table = frame.locator("table.cohort tbody tr")
    return {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").first.inner_text()
        for row in table.all()
    }


def _read_in_pages(school: School, *, size: int) -> tuple[RosterMember, ...]:
    """Read the roster with the tool's own gateway and keys, from a first address that asks for pages."""
    installation = install(read_settings(school.tool.environment, default_base_url=school.tool.url))
    with installation.services.store.reading() as unit:
        ((registration, _deployments),) = unit.registrations.all()
    lms = HttpLms(
        transport=Transport(allow_insecure=True, user_agent=USER_AGENT),
        tool_keys=installation.tool_keys,
        clock=utc_now,
    )
    url = f"{school.edx.issuer}/api/lti_consumer/v1/lti/1/memberships?limit={size}"
    return lms.read_roster(registration, url)
