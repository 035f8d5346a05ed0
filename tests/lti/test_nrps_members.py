"""The entries of a roster, and everything that is no roster: rows M06, M09, M14 and M15."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import RosterMember
from tests.lti.lms_peer import Site
from tests.lti.peer import Reply
from tests.lti.roster_peer import (
    LEARNER,
    MALFORMED,
    MEMBERSHIP,
    PATH,
    entry,
    next_link,
    page,
    read,
    refusal,
)


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Connexion</title>",
        b"",
        b"[]",
        b'{"members": {}}',
        b'{"id": "x"}',
        b'{"members": [], "members": []}',
        b'{"members": [',
        b"\xff\xfe",
        b"[" * 40 + b"]" * 40,
    ],
    ids=["html", "empty", "list", "object", "none", "twice", "cut", "bytes", "deep"],
)
def test_what_is_no_roster_is_refused_when_it_comes_with_200(site: Site, body: bytes) -> None:
    """M15"""
    site.peer.answer(PATH, Reply(body=body, headers={"Content-Type": "text/html"}))

    assert "not-json" == refusal(site)


def test_an_empty_roster_is_a_roster_when_the_platform_says_so(site: Site) -> None:
    """Whether it is believed is decided where the former one is known (M05)."""
    site.peer.answer(PATH, page())

    assert () == read(site)


@pytest.mark.parametrize(
    ("roles", "rights", "is_learner"),
    [
        (["Learner"], Rights.LEARNER, True),
        ([LEARNER], Rights.LEARNER, True),
        ([f"{MEMBERSHIP}/Learner#GuestLearner"], Rights.LEARNER, True),
        (["Instructor"], Rights.TRAINER, False),
        (["Instructor", "Learner"], Rights.TRAINER, False),
        ([f"{MEMBERSHIP}#Instructor", MALFORMED], Rights.TRAINER, False),
        (["Learner", MALFORMED], Rights.LEARNER, True),
        ([MALFORMED], Rights.LEARNER, False),
        ([f"{MEMBERSHIP}/Instructor#TeachingAssistant"], Rights.ASSISTANT, False),
        (["Mentor"], Rights.LEARNER, False),
        ([f"{MEMBERSHIP}#ContentDeveloper"], Rights.LEARNER, False),
        (["instructor"], Rights.LEARNER, False),
        ([LEARNER, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"], Rights.LEARNER, False),
    ],
)
def test_roles_are_understood_when_they_are_short_or_long(
    site: Site, roles: list[str], rights: Rights, is_learner: bool
) -> None:
    site.peer.answer(PATH, page(entry("7", *roles)))
    (member,) = read(site)

    assert (rights, is_learner) == (member.rights, member.is_learner)


@pytest.mark.parametrize(
    ("status", "is_active"),
    [
        ({}, True),
        ({"status": "Active"}, True),
        ({"status": None}, True),
        ({"status": "Inactive"}, False),
        ({"status": "Deleted"}, False),
        ({"status": "deleted "}, False),
        ({"status": 3}, True),
    ],
)
def test_somebody_is_active_when_nothing_else_is_said(
    site: Site, status: dict[str, object], is_active: bool
) -> None:
    """M06: and a missing status stands for Active."""
    site.peer.answer(PATH, page(entry("7", **status)))
    (member,) = read(site)

    assert is_active is member.is_active


def test_odd_entries_are_left_out_when_the_others_are_sound(site: Site) -> None:
    """M09: nobody's name, no roles, no object; a number is an identifier too."""
    odd: list[Any] = [
        None,
        "7",
        [],
        {"roles": [LEARNER]},
        {"user_id": "", "roles": [LEARNER]},
        {"user_id": "a\x00b", "roles": [LEARNER]},
        {"user_id": "x" * 256, "roles": [LEARNER]},
        {"user_id": True, "roles": [LEARNER]},
        {"user_id": "1"},
        {"user_id": "2", "roles": []},
        {"user_id": "3", "roles": "Learner"},
        {"user_id": "4", "roles": [3, None]},
    ]
    site.peer.answer(PATH, page(*odd, entry(5), entry("6", name=["no", "text"])))

    assert [("5", ""), ("6", "")] == [(member.sub, member.name) for member in read(site)]


def test_somebody_is_one_person_when_they_are_listed_twice(site: Site) -> None:
    """M09: over two pages, with other roles, and away only if both entries say so."""
    first = entry("7", "Learner", status="Inactive", group_enrollments=[{"group_id": "g1"}])
    second = entry(
        "7", "Instructor", name="Inès", group_enrollments=[{"group_id": 2}, {"group_id": "<x>"}, 3]
    )
    site.peer.answer(PATH, page(first, entry("8"), **next_link(f"{site.peer.url}/second")))
    site.peer.answer("/second", page(second))
    members = read(site)

    assert ["7", "8"] == [member.sub for member in members]
    assert (
        RosterMember(sub="7", name="Inès", rights=Rights.TRAINER, is_learner=False, groups=("g1", "2"))
        == members[0]
    )
    assert None is members[1].groups


def test_nothing_but_the_name_is_taken_when_more_is_sent(site: Site) -> None:
    """No e-mail, picture or lis id (5.1); control characters go out of a name, markup stays text (M14)."""
    site.peer.answer(
        PATH,
        page(
            entry(
                "7",
                name="<script>x</script>\x00\n" + "é" * 400,
                email="ines@example.org",
                picture="https://lms.example/7.png",
                lis_person_sourcedid="42",
                message=[{"x": 1}],
            )
        ),
    )
    (member,) = read(site)

    assert member.name.startswith("<script>x</script>é")
    assert 255 == len(member.name)
    assert not any(word in repr(member) for word in ("example", "42", "png"))
