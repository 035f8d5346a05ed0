"""What a role may open. The cases carry their numbers in the project's security notes (2.6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.roles import TRAINER_ROLES, Rights, may_be_graded, rights_of
from tests import people

LIS = "http://purl.imsglobal.org/vocab/lis/v2"
MEMBERSHIP = f"{LIS}/membership"
LEARNER = f"{MEMBERSHIP}#Learner"
TRAINER = f"{MEMBERSHIP}#Instructor"

CASES = [
    ("R01", [TRAINER], Rights.TRAINER),
    ("R03-primary", [f"{MEMBERSHIP}/Instructor#PrimaryInstructor"], Rights.TRAINER),
    ("R03-second", [f"{MEMBERSHIP}/Instructor#SecondaryInstructor"], Rights.TRAINER),
    ("R03-lecturer", [f"{MEMBERSHIP}/Instructor#Lecturer"], Rights.TRAINER),
    ("R03-guest", [f"{MEMBERSHIP}/Instructor#GuestInstructor"], Rights.TRAINER),
    ("R04-assistant", [f"{MEMBERSHIP}/Instructor#TeachingAssistant"], Rights.ASSISTANT),
    ("R04-section", [f"{MEMBERSHIP}/Instructor#TeachingAssistantSection"], Rights.ASSISTANT),
    ("R04-grader", [f"{MEMBERSHIP}/Instructor#Grader"], Rights.ASSISTANT),
    ("R05", [f"{MEMBERSHIP}/Learner#Instructor"], Rights.LEARNER),
    ("R06", [f"{LIS}/institution/person#Instructor", LEARNER], Rights.LEARNER),
    ("R07-institution", [f"{LIS}/institution/person#Administrator"], Rights.HELP_ONLY),
    ("R07-system", [f"{LIS}/system/person#SysAdmin"], Rights.HELP_ONLY),
    ("R07-learner", [f"{LIS}/system/person#Administrator", LEARNER], Rights.LEARNER),
    ("R07-trainer", [f"{LIS}/system/person#Administrator", TRAINER], Rights.TRAINER),
    ("R08", ["http://purl.imsglobal.org/vocab/lis/v2evil/x/membership#Instructor"], Rights.LEARNER),
    ("R10", [f"{MEMBERSHIP}#Mentor"], Rights.LEARNER),
    ("R11", [*people.TEST_USER.roles], Rights.LEARNER),
    ("R12", [TRAINER, LEARNER], Rights.TRAINER),
    ("R13-lower", [f"{MEMBERSHIP}#instructor"], Rights.LEARNER),
    ("R13-upper", ["INSTRUCTOR"], Rights.LEARNER),
    ("short-name", ["Instructor"], Rights.TRAINER),
    ("none", [], Rights.LEARNER),
    ("space", [f"{TRAINER} "], Rights.LEARNER),
    ("content-developer", [f"{MEMBERSHIP}#ContentDeveloper"], Rights.LEARNER),
]


@pytest.mark.parametrize(("roles", "rights"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_exact_list_decides_when_roles_are_read(roles: list[str], rights: Rights) -> None:
    assert rights == rights_of(roles)


@pytest.mark.parametrize(
    ("roles", "is_graded"),
    [
        (people.LEARNER.roles, True),
        (people.TRAINER.roles, False),
        ((TRAINER, LEARNER), False),
        (people.TEST_USER.roles, False),
        ((LEARNER, f"{LIS}/system/person#TestUser"), False),
        (people.ADMINISTRATOR.roles, False),
        ((), True),
    ],
    ids=["learner", "trainer", "R12", "R11", "R11-lis", "administrator", "none"],
)
def test_only_learners_are_graded_when_a_score_is_wanted(roles: tuple[str, ...], is_graded: bool) -> None:
    assert is_graded is may_be_graded(roles)


@given(st.lists(st.text(max_size=80)))
def test_nobody_becomes_a_trainer_when_the_role_is_not_on_the_list(roles: list[str]) -> None:
    unknown = [role for role in roles if role not in TRAINER_ROLES]

    assert rights_of(unknown) is Rights.LEARNER


@given(st.permutations([TRAINER, LEARNER, f"{MEMBERSHIP}#Mentor"]))
def test_the_order_means_nothing_when_several_roles_are_held(roles: list[str]) -> None:
    assert rights_of(roles) is Rights.TRAINER
