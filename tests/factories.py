"""Values for tests: one plain example of each thing, changed by keyword where a test needs it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lti_tool.domain.ability import Outcome
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt, AttemptState, Bank, CurrentTask
from lti_tool.domain.grade import Delivery
from lti_tool.domain.item import Choice, Choose, Item, Press, Scene, Task
from lti_tool.domain.launch import AgsClaim, Context, Deployment, Launch, Person, Registration, ResourceLink
from lti_tool.domain.roles import Rights
from lti_tool.domain.start import Stage
from lti_tool.store.ready_deliveries import ReadyPlace
from tests.people import LEARNER, TestPerson

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CENTRE = "centre-a"
OTHER_CENTRE = "centre-b"

# Any: the keywords of a dataclass, checked when it is made.
Changes = Any


def a_registration(centre: str = CENTRE, **changes: Changes) -> Registration:
    """One platform of one centre."""
    plain = Registration(
        centre_id=centre,
        id=f"registration-{centre}",
        issuer=f"https://{centre}.example",
        client_id="client-1",
        auth_login_url=f"https://{centre}.example/auth",
        token_url=f"https://{centre}.example/token",
        jwks_url=f"https://{centre}.example/jwks",
        name="Moodle",
    )
    return replace(plain, **changes)


def a_launch(centre: str = CENTRE, person: TestPerson = LEARNER, **changes: Changes) -> Launch:
    """A learner opens the activity of the course."""
    registration = a_registration(centre)
    plain = Launch(
        registration=registration,
        deployment=Deployment(
            centre_id=centre,
            registration_id=registration.id,
            id=f"deployment-{centre}",
            deployment_id="1",
        ),
        message_type="LtiResourceLinkRequest",
        person=Person(sub=person.sub, name=person.name),
        roles=person.roles,
        rights=Rights.LEARNER,
        target_link_uri="https://tool.example/lti/launch",
        context=Context(context_id=person.context_id, title="Premiers pas"),
        resource_link=ResourceLink(resource_link_id="7", title="Mon point de départ"),
        ags=AgsClaim(lineitems_url=f"https://{centre}.example/items", scopes=("score", "lineitem")),
        custom={"activity": "diagnostic"},
    )
    return replace(plain, **changes)


def an_attempt(centre: str = CENTRE, **changes: Changes) -> Attempt:
    """An attempt that was just begun; no task is on the screen."""
    plain = Attempt(
        id=f"attempt-{centre}",
        centre_id=centre,
        person_id=f"person-{centre}",
        resource_link_id=f"link-{centre}",
        activity="diagnostic",
        mode="standard",
        stage=Stage.ENTRY,
        state=AttemptState.OPEN,
        seed=1,
        bank_version="bank-1",
        started_at=NOW,
        updated_at=NOW,
    )
    return replace(plain, **changes)


def a_task(item_id: str = "item-1", **changes: Changes) -> CurrentTask:
    """The task on the screen."""
    return replace(CurrentTask(item_id=item_id, scene_id="debut", opened_at=NOW), **changes)


def an_answer(position: int = 1, **changes: Changes) -> Answer:
    """A task that was done alone."""
    plain = Answer(
        position=position,
        item_id=f"item-{position}",
        item_version=1,
        competence="2.1",
        level=1,
        family="courriel",
        format="T01",
        outcome=Outcome.ALONE,
        tries=1,
        right_parts=1,
        parts=1,
        seconds=12,
        submission_id=f"submission-{position}",
        answered_at=NOW,
    )
    return replace(plain, **changes)


def a_scene(task: Task, scene_id: str = "debut") -> Scene:
    """A scene without a drawing."""
    return Scene(id=scene_id, task=task, screen={"kind": "none"})


def choose_one(right: str = "a", **opens: str) -> Choose:
    """A choice of three."""
    choices = tuple(Choice(id=name, text=f"Réponse {name}") for name in ("a", "b", "c"))
    return Choose(choices=choices, right=frozenset({right}), opens=opens)


def press_one(right: str = "envoyer", **opens: str) -> Press:
    """Three buttons."""
    return Press(right=frozenset({right}), buttons=frozenset({"envoyer", "supprimer", "menu"}), opens=opens)


def an_item(item_id: str = "item-1", **changes: Changes) -> Item:
    """One task of one scene: the choice "a" is right."""
    plain = Item(
        id=item_id,
        version=1,
        language="fr",
        format="T01",
        competence="2.1",
        level=1,
        family=item_id,
        strand="any",
        outcomes=("LO2.1.05",),
        guess=0.1,
        slope=1.6,
        question="Sur quoi appuyez-vous ?",
        help="C'est la flèche.",
        can_do="répondre à un courriel",
        scenes=(a_scene(choose_one()),),
    )
    return replace(plain, **changes)


def a_bank(*items: Item) -> Bank:
    """A bank of these items; of two plain ones when none is given."""
    return Bank(items or (an_item("item-1"), an_item("item-2")), "bank-1")


def a_delivery(centre: str = CENTRE, **changes: Changes) -> Delivery:
    """Level 2 is wanted for the first time and nothing was sent."""
    plain = Delivery(
        centre_id=centre,
        line_item_id=f"column-{centre}",
        person_id=f"person-{centre}",
        desired_version=1,
        desired_points=2.0,
        maximum=8.0,
        comment="Niveau 2 sur 8",
        event_at=NOW,
        next_attempt_at=NOW,
        due_since=NOW,
    )
    return replace(plain, **changes)


def a_place(registration_id: str, **changes: Changes) -> ReadyPlace:
    """A resource link of this registration where a grade waits since now."""
    plain = ReadyPlace(
        centre_id=CENTRE,
        link_id="link-1",
        registration_id=registration_id,
        course="course-1",
        is_troubled=False,
        since=NOW,
    )
    return replace(plain, **changes)
