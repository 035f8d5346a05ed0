"""The cast of every test: a learner, a trainer, an outsider, and two people who are easily forgotten."""

from __future__ import annotations

from dataclasses import dataclass

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
LEARNER_ROLE = f"{_MEMBERSHIP}Learner"
INSTRUCTOR_ROLE = f"{_MEMBERSHIP}Instructor"
TEST_USER_ROLE = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
SYSTEM_ADMINISTRATOR_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"
INSTITUTION_ADMINISTRATOR_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"

CENTRE_NAME = "Centre des Acacias"
COURSE = "2"
OTHER_COURSE = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPerson:
    """One person as the platform sends them. ``key`` is a word for them without spaces or accents."""

    __test__ = False

    key: str
    sub: str
    given_name: str
    family_name: str
    roles: tuple[str, ...]
    context_id: str = COURSE

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"


LEARNER = TestPerson(key="learner", sub="101", given_name="Inès", family_name="Martin", roles=(LEARNER_ROLE,))
TRAINER = TestPerson(
    key="trainer", sub="102", given_name="Paul", family_name="Morel", roles=(INSTRUCTOR_ROLE,)
)
OUTSIDER = TestPerson(
    key="outsider",
    sub="103",
    given_name="Omar",
    family_name="Diallo",
    roles=(LEARNER_ROLE,),
    context_id=OTHER_COURSE,
)
TEST_USER = TestPerson(
    key="test-user",
    sub="104",
    given_name="Étudiant",
    family_name="Test",
    roles=(LEARNER_ROLE, TEST_USER_ROLE),
)
ADMINISTRATOR = TestPerson(
    key="administrator",
    sub="105",
    given_name="Ada",
    family_name="Site",
    roles=(SYSTEM_ADMINISTRATOR_ROLE, INSTITUTION_ADMINISTRATOR_ROLE),
)
EVERYBODY = (LEARNER, TRAINER, OUTSIDER, TEST_USER, ADMINISTRATOR)
