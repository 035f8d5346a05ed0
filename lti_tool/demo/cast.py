"""Who is in the demo: a course in Namur, five learners after the profiles of source 004, a trainer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
LEARNER_ROLE = f"{_MEMBERSHIP}Learner"
INSTRUCTOR_ROLE = f"{_MEMBERSHIP}Instructor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One account of the LMS in one course.

    ``key`` is the word for this person in the LMS's own addresses; ``sub`` is what tools receive.
    ``is_gradable`` tells whether the gradebook has a row for them: a trainer or a test user has none.
    """

    key: str
    sub: str
    given_name: str
    family_name: str
    roles: tuple[str, ...]
    context_id: str
    about: str = ""
    is_gradable: bool = True

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def email(self) -> str:
        """An address that can never exist."""
        return f"{self.key}@example.org"

    @property
    def initials(self) -> str:
        """Two letters for the round picture."""
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    @property
    def is_trainer(self) -> bool:
        """Whether this person sees everybody's grades."""
        return INSTRUCTOR_ROLE in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One course; ``context_id`` is what tools receive as the context's id."""

    context_id: str
    label: str
    title: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One external activity of a course: a resource link.

    ``custom`` is what the teacher or a deep link wrote. ``points_maximum``, ``tag`` and ``resource_id``
    describe the gradebook column that the LMS makes with the activity; ``None`` points: no column.
    """

    link_id: str
    context_id: str
    title: str
    about: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    points_maximum: float | None = None
    tag: str = ""
    resource_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everything that is fixed in one LMS: its courses, activities and people. The first course is shown."""

    site_name: str
    courses: tuple[Course, ...]
    activities: tuple[Activity, ...]
    members: tuple[Member, ...]

    def course(self, context_id: str) -> Course | None:
        """The course with this context id."""
        return next((course for course in self.courses if course.context_id == context_id), None)

    def activity(self, link_id: str) -> Activity | None:
        """The activity with this resource link id."""
        return next((activity for activity in self.activities if activity.link_id == link_id), None)

    def activities_of(self, context_id: str) -> tuple[Activity, ...]:
        """The activities of one course, in the order of the course page."""
        return tuple(activity for activity in self.activities if activity.context_id == context_id)

    def member(self, key: str) -> Member | None:
        """The person with this key."""
        return next((member for member in self.members if member.key == key), None)

    def member_with_sub(self, sub: str) -> Member | None:
        """The person whom tools know by this ``sub``."""
        return next((member for member in self.members if member.sub == sub), None)

    def enrolled(self, context_id: str) -> tuple[Member, ...]:
        """The people who hold a role of this course: neither site administrators nor test users."""
        return tuple(
            member
            for member in self.members
            if member.context_id == context_id
            and (member.is_trainer or (member.is_gradable and LEARNER_ROLE in member.roles))
        )


def _learners(people: Iterable[tuple[str, str, str, str, str]]) -> tuple[Member, ...]:
    return tuple(
        Member(
            key=key, sub=sub, given_name=given, family_name=family, about=about,
            roles=(LEARNER_ROLE,), context_id="2",
        )
        for key, sub, given, family, about in people
    )  # fmt: skip


CENTRE_NAME = "Centre de formation des Tilleuls (fictif), Bruxelles"
"""How the demo's centre is called on attestations."""

DEMO_CAST = Cast(
    site_name="Campus de démonstration",
    courses=(Course(context_id="2", label="NUM-1", title="Premiers pas numériques", place="Namur"),),
    activities=(
        Activity(
            link_id="11",
            context_id="2",
            title="Mon point de départ numérique",
            about="Découvrez ce que vous savez déjà faire. Ce n’est pas un examen. On peut faire une pause.",
            custom={"activity": "diagnostic"},
            points_maximum=8,
            tag="passerelle:diagnostic",
            resource_id="diagnostic",
        ),
        Activity(
            link_id="12",
            context_id="2",
            title="Mon parcours",
            about="Les petits modules à faire, dans le bon ordre.",
            custom={"activity": "path"},
        ),
    ),
    members=(
        *_learners(
            (
                ("emile", "21", "Émile", "Lambotte", "78 ans, débute, a un ordinateur à la maison"),
                (
                    "tatiana",
                    "22",
                    "Tatiana",
                    "Verhoeven",
                    "56 ans, un smartphone, peu de temps, des démarches en ligne",
                ),
                ("joel", "23", "Joël", "Mukendi", "42 ans, cherche un emploi, peu motivé"),
                ("malcolm", "24", "Malcolm", "Dethier", "22 ans, bien équipé, des besoins précis"),
                ("melanie", "25", "Mélanie", "Servais", "39 ans, très équipée, pas le temps"),
            )
        ),
        Member(
            key="nadia",
            sub="12",
            given_name="Nadia",
            family_name="Benali",
            roles=(INSTRUCTOR_ROLE,),
            context_id="2",
            about="formatrice du groupe",
            is_gradable=False,
        ),
    ),
)
