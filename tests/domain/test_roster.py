"""What a complete roster changes, and when one is read. The cases carry their numbers in the project's
security notes (3.6).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import (
    KnownMember,
    Reading,
    RosterChange,
    RosterMember,
    change_of,
    groups_of,
    is_due_by_launch,
    lowered,
    merged,
    wait_after,
)
from tests.factories import MINUTE, NOW

BEFORE = NOW - 60 * MINUTE


def known(sub: str, **changes: object) -> KnownMember:
    """A learner whom the last roster named."""
    plain = KnownMember(
        person_id=f"person-{sub}",
        name="",
        rights=Rights.LEARNER,
        is_learner=True,
        is_active=True,
        is_listed=True,
        groups=(),
        launched_at=BEFORE,
        listed_rights=Rights.LEARNER,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a member


def change(people: dict[str, KnownMember], *members: RosterMember, agreed: int = 0) -> RosterChange:
    """What a reading that names these people changes."""
    return change_of(people, Reading(members=members, started_at=NOW, agreed_missing=agreed))


def listed(*subs: str) -> tuple[RosterMember, ...]:
    """Learners as a roster names them."""
    return tuple(RosterMember(sub=sub) for sub in subs)


def learners(count: int) -> dict[str, KnownMember]:
    """So many known learners, by sub."""
    return {str(number): known(str(number)) for number in range(count)}


def test_nothing_changes_when_the_roster_says_what_is_known() -> None:
    assert RosterChange() == change(learners(3), *listed("0", "1", "2"))


@pytest.mark.parametrize(
    ("total", "left", "missing"),
    [(2, 1, 0), (2, 0, 2), (3, 2, 0), (3, 1, 2), (10, 5, 0), (10, 4, 6), (1, 0, 1), (0, 0, 0)],
)
def test_a_short_roster_waits_when_more_than_half_would_leave(total: int, left: int, missing: int) -> None:
    """M05: half is still believed."""
    found = change(learners(total), *listed(*map(str, range(left))))

    assert missing == found.missing
    assert (0 if missing else total - left) == len(found.leaving)


def test_trainers_do_not_count_when_a_roster_shrinks() -> None:
    """M05: two trainers who leave are not half of a class."""
    people = {**learners(2), "t1": known("t1", is_learner=False), "t2": known("t2", is_learner=False)}

    assert {"person-t1", "person-t2"} == set(change(people, *listed("0", "1")).leaving)


def test_whoever_is_marked_inactive_counts_when_a_roster_shrinks() -> None:
    """M05, M06: a platform that marks everybody as deleted empties the course as well."""
    away = tuple(replace(member, is_active=False) for member in listed("0", "1", "2"))
    held, agreed = change(learners(3), *away), change(learners(3), *away, agreed=3)

    assert (3, ()) == (held.missing, held.changed)
    assert [False] * 3 == [member.is_active for member in agreed.changed]


@pytest.mark.parametrize(("agreed", "missing"), [(2, 3), (3, 0), (4, 0)])
def test_a_yes_counts_when_no_more_leave_than_was_asked(agreed: int, missing: int) -> None:
    """M05"""
    assert missing == change(learners(4), *listed("0"), agreed=agreed).missing


def test_those_who_left_before_do_not_count_again_when_nothing_changes() -> None:
    people = {**learners(2), **{f"old{n}": known(f"old{n}", is_active=False) for n in range(9)}}

    assert RosterChange() == change(people, *listed("0", "1"))


def test_somebody_stays_when_they_launched_after_the_reading_began() -> None:
    people = {"0": known("0"), "1": known("1"), "2": known("2", launched_at=NOW)}

    assert ("person-1",) == change(people, *listed("0")).leaving


def test_names_and_groups_stay_when_the_roster_says_nothing_about_them() -> None:
    """M07"""
    people = {"0": known("0", name="Inès", groups=("7",))}
    silent, said = RosterMember(sub="0"), RosterMember(sub="0", name="Inès M.", groups=())

    assert RosterChange() == change(people, silent)
    assert (("person-0", "Inès M."),) == change(people, said).renamed
    assert [()] == [member.groups for member in change(people, said).changed]


def test_nobody_is_raised_when_the_roster_gives_more() -> None:
    """M12: but whom it calls a trainer is no learner any more."""
    (found,) = change(
        {"0": known("0")}, RosterMember(sub="0", rights=Rights.TRAINER, is_learner=False)
    ).changed

    assert (Rights.LEARNER, False) == (found.rights, found.is_learner)


@pytest.mark.parametrize(
    ("held", "given_rights", "is_active", "expected"),
    [
        (Rights.TRAINER, Rights.LEARNER, True, Rights.LEARNER),
        (Rights.TRAINER, Rights.HELP_ONLY, True, Rights.LEARNER),
        (Rights.TRAINER, Rights.ASSISTANT, True, Rights.ASSISTANT),
        (Rights.TRAINER, Rights.TRAINER, False, Rights.LEARNER),
        (Rights.ASSISTANT, Rights.LEARNER, True, Rights.LEARNER),
        (Rights.TRAINER, Rights.TRAINER, True, None),
        (Rights.ASSISTANT, Rights.TRAINER, True, None),
    ],
)
def test_rights_go_down_to_what_the_roster_gives(
    held: Rights, given_rights: Rights, is_active: bool, expected: Rights | None
) -> None:
    """M12"""
    people = {"0": known("0", rights=held, listed_rights=held, is_learner=False)}
    reading = Reading(
        members=(RosterMember(sub="0", rights=given_rights, is_active=is_active),), started_at=NOW
    )
    found = lowered(people, [("person-0", held)], reading, change_of(people, reading))

    assert (() if expected is None else (("person-0", expected),)) == found


@pytest.mark.parametrize("listed_before", [None, Rights.LEARNER])
def test_the_launch_is_believed_when_the_roster_always_said_less(listed_before: Rights | None) -> None:
    """M12: Moodle calls a non-editing teacher an instructor in launches and a learner in its roster."""
    people = {"0": known("0", rights=Rights.TRAINER, listed_rights=listed_before, is_learner=False)}
    reading = Reading(members=(RosterMember(sub="0"),), started_at=NOW)
    found = change_of(people, reading)

    assert () == lowered(people, [("person-0", Rights.TRAINER)], reading, found)
    assert [] == [one for one in found.changed if one.rights is not Rights.TRAINER or one.is_learner]


def test_a_missing_trainer_keeps_the_rights_when_the_roster_is_not_believed() -> None:
    """M05, Z15: nobody is removed by a list that waits for a yes."""
    people = {**learners(4), "t": known("t", rights=Rights.TRAINER, is_learner=False)}
    held = [("person-t", Rights.TRAINER)]
    doubted, agreed = (
        Reading(members=(), started_at=NOW),
        Reading(members=(), started_at=NOW, agreed_missing=4),
    )

    assert () == lowered(people, held, doubted, change_of(people, doubted))
    assert (("person-t", Rights.LEARNER),) == lowered(people, held, agreed, change_of(people, agreed))


@given(st.lists(st.builds(RosterMember, sub=st.sampled_from("abc"), is_active=st.booleans())))
def test_one_member_is_left_for_each_sub_when_lists_repeat(members: list[RosterMember]) -> None:
    """M09"""
    found = merged(members)

    assert {member.sub for member in members} == {member.sub for member in found}
    assert len(found) == len({member.sub for member in found})
    for member in found:
        assert member.is_active is any(one.is_active for one in members if one.sub == member.sub)


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(0, 30))
def test_everybody_is_accounted_for_when_a_roster_is_merged(
    old: set[int], new: set[int], agreed: int
) -> None:
    """Nobody is lost, nobody is twice, and never do more than half leave without a yes."""
    people = {str(number): known(str(number)) for number in old}
    found = change(people, *listed(*map(str, sorted(new))), agreed=agreed)
    gone = {f"person-{number}" for number in old - new}

    assert {str(number) for number in new - old} == {member.sub for member in found.joining}
    assert set(found.leaving) == (set() if found.missing else gone)
    assert found.missing in (0, len(gone))
    assert len(found.leaving) * 2 <= len(old) or len(found.leaving) <= agreed


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("7,12", ("7", "12")),
        ("", ()),
        (" 7 ,,7, 8", ("7", "8")),
        ("$Moodle.Person.userGroupIds", ()),
        ("<b>,a b,é,g-1_2.3:4", ("g-1_2.3:4",)),
        (",".join(str(number) for number in range(99)), tuple(str(number) for number in range(50))),
        ("9" * 65, ()),
    ],
)
def test_groups_are_read_when_they_are_ids(text: str, groups: tuple[str, ...]) -> None:
    assert groups == groups_of(text)


def test_a_roster_is_due_when_it_is_older_than_a_quarter_of_an_hour() -> None:
    """M13: a failed try counts as well, so that a dead platform is not asked at each launch."""
    assert is_due_by_launch(None, None, NOW)
    assert not is_due_by_launch(NOW - 14 * MINUTE, None, NOW)
    assert is_due_by_launch(NOW - 15 * MINUTE, None, NOW)
    assert not is_due_by_launch(NOW - 60 * MINUTE, NOW - 14 * MINUTE, NOW)


def test_the_wait_grows_when_failures_repeat() -> None:
    waits = [wait_after(attempts, None) for attempts in range(1, 6)]

    assert [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, None] == waits
    assert timedelta(seconds=600) == wait_after(1, 600.0)
    assert 5 * MINUTE == wait_after(2, 1.0)
