"""What a launch's roles allow: an exact allow-list; everything else gives learner rights.

Source: LTI 1.3 core, appendix A.2. A context role decides; system and institution roles alone never
open a group's data (Canvas and Moodle send them to plain learners too).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
_SUB_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership/"
_SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"
_INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
_TEST_USERS = frozenset(
    {
        "http://purl.imsglobal.org/vocab/lti/system/person#TestUser",
        f"{_SYSTEM}TestUser",
    }
)

TRAINER_ROLES = frozenset(
    {f"{_CONTEXT}Instructor"}
    | {
        f"{_SUB_ROLE}Instructor#{name}"
        for name in ("Instructor", "PrimaryInstructor", "SecondaryInstructor", "Lecturer", "GuestInstructor")
    }
    | {"Instructor"}
)
ASSISTANT_ROLES = frozenset(
    f"{_SUB_ROLE}Instructor#{name}"
    for name in (
        "Grader",
        "TeachingAssistant",
        "TeachingAssistantGroup",
        "TeachingAssistantOffering",
        "TeachingAssistantSection",
        "TeachingAssistantSectionAssociation",
        "TeachingAssistantTemplate",
    )
)
LEARNER_ROLES = frozenset({f"{_CONTEXT}Learner", "Learner"})
ADMINISTRATOR_ROLES = frozenset(
    {f"{_INSTITUTION}Administrator", f"{_SYSTEM}Administrator", f"{_SYSTEM}SysAdmin"}
)


class Rights(StrEnum):
    """What a person may do in the resource link of one launch."""

    TRAINER = "trainer"
    ASSISTANT = "assistant"
    LEARNER = "learner"
    HELP_ONLY = "help-only"


REVIEWERS = frozenset({Rights.TRAINER, Rights.ASSISTANT})
"""Who opens the pages of a group."""


def rights_of(roles: Iterable[str]) -> Rights:
    """The most that these roles allow in this context.

    An empty list gives learner rights. ``HELP_ONLY`` is for an administrator without any context role:
    no group's data, no attempt, a page that says what to do.
    """
    held = frozenset(roles)
    if held & TRAINER_ROLES:
        return Rights.TRAINER
    if held & ASSISTANT_ROLES:
        return Rights.ASSISTANT
    if held & ADMINISTRATOR_ROLES and not _has_context_role(held):
        return Rights.HELP_ONLY
    return Rights.LEARNER


def is_learner(roles: Iterable[str]) -> bool:
    """Whether these roles make somebody a learner of a course: one whom a trainer reviews.

    Stricter than ``may_be_graded``: a launch shows that somebody came to learn, a roster also lists mentors
    and content developers, who do not.
    """
    held = frozenset(roles)
    has_role = any(role in LEARNER_ROLES or role.startswith(f"{_SUB_ROLE}Learner#") for role in held)
    return has_role and may_be_graded(held)


def may_be_graded(roles: Iterable[str]) -> bool:
    """Whether a score may be queued for this person: a trainer or a test user is never graded.

    Source: security notes F46, R11, R12; Moodle answers 400 to a score for a person without a grade.
    """
    held = frozenset(roles)
    return rights_of(held) is Rights.LEARNER and not held & _TEST_USERS


def _has_context_role(held: frozenset[str]) -> bool:
    return any(role.startswith((_CONTEXT, _SUB_ROLE)) or role in LEARNER_ROLES for role in held)
