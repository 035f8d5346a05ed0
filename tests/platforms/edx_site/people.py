"""The people of the course and the identifiers the platform shows to tools for them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from lti_consumer.exceptions import LtiError

if TYPE_CHECKING:
    # This module is read while Django still loads its applications, too early to import models.
    from django.contrib.auth.models import AnonymousUser, User

_EXTERNAL_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "https://course-site.invalid/external-ids")


@dataclass(frozen=True)
class Person:
    """One account of the site; `role` is a course role as Open edX names them."""

    username: str
    full_name: str
    email: str
    role: str

    @property
    def external_id(self) -> str:
        """Return what tools receive as `sub`: an opaque UUID, as edX makes for its LTI external ids."""
        return str(uuid.uuid5(_EXTERNAL_IDS, self.username))


PEOPLE: dict[str, Person] = {
    person.username: person
    for person in (
        Person("learner", "Ines Martin", "ines.martin@example.org", "student"),
        Person("learner2", "Omar Diallo", "omar.diallo@example.org", "student"),
        Person("learner3", "Tatiana Verhoeven", "tatiana.verhoeven@example.org", "student"),
        Person("learner4", "Joël Mukendi", "joel.mukendi@example.org", "student"),
        Person("learner5", "Mélanie Servais", "melanie.servais@example.org", "student"),
        Person("staff", "Lea Bernard", "lea.bernard@example.org", "staff"),
        Person("instructor", "Paul Morel", "paul.morel@example.org", "instructor"),
    )
}


def account_of(person: Person) -> User:
    """Return the person's database row, made on first use."""
    user, _ = get_user_model().objects.get_or_create(
        username=person.username, defaults={"email": person.email}
    )
    return user


def person_of(account: User | AnonymousUser) -> Person | None:
    """Return whose account this is; `None` for a visitor who is not logged in."""
    return PEOPLE.get(account.get_username())


def account_from_external_id(external_user_id: str) -> User:
    """Find the account behind a `userId` sent by a tool, failing as edX does on an unknown one."""
    for person in PEOPLE.values():
        if person.external_id == external_user_id:
            return account_of(person)
    raise LtiError("Invalid User")
