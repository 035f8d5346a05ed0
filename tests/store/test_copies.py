"""Courses that were copied: which older ones are known, and which addresses are theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.launch import AgsClaim, Context, Launch, ResourceLink
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, DAY, NOW, a_launch, a_registration
from tests.store.planting import Planted, plant, plant_column

OLD = "2"


def course(name: str, *history: str, **changes: object) -> Launch:
    """A launch of the link "7" in a course that was copied from others."""
    context = Context(context_id=name, title=name, history=history)
    return replace(a_launch(context=context), **changes)  # type: ignore[arg-type]  # the fields of a launch


def remember(store: Store, launch: Launch, name: str) -> tuple[str | None, str]:
    """Our ids of the launch's course and link."""
    with store.writing() as work:
        context_id = work.courses.remember_context(launch, f"context-{name}", NOW + DAY)
        link_id = work.courses.remember_link(launch, context_id, f"link-{name}", NOW + DAY)
    return context_id, link_id


def older(store: Store, context_id: str | None, centre: str = CENTRE) -> tuple[str, ...]:
    with store.reading() as work:
        return work.copies.older_courses(centre, context_id)


def link_of(store: Store, link_id: str) -> StoredLink:
    with store.reading() as work:
        found = work.courses.link(CENTRE, link_id)
    assert found is not None
    return found


def test_one_link_id_is_two_links_when_a_copy_keeps_it(store: Store) -> None:
    planted = plant(store)
    _, link_id = remember(store, course("9", OLD), "copy")
    again = remember(store, course("9", OLD), "again")

    assert planted.link_id != link_id
    assert again == ("context-copy", link_id)
    assert (planted.context_id, "context-copy") == (
        link_of(store, planted.link_id).context_id,
        link_of(store, link_id).context_id,
    )


def test_one_link_stays_one_when_the_platform_names_no_course(store: Store) -> None:
    plant(store)
    _, first = remember(store, a_launch(context=None), "one")
    _, second = remember(store, a_launch(context=None), "two")

    assert first == second == "link-one"


def test_copied_link_has_no_column_when_the_older_one_had(store: Store) -> None:
    """Each has the addresses of its own launches."""
    ags = AgsClaim(lineitems_url="https://lms/2", lineitem_url="https://lms/2/1")
    plant(store)
    remember(store, course(OLD, ags=ags), "old")
    _, copy = remember(store, course("9", OLD, ags=AgsClaim(lineitems_url="https://lms/9")), "copy")

    assert AgsClaim(lineitems_url="https://lms/9") == link_of(store, copy).ags


def test_older_courses_are_named_nearest_first_when_a_course_was_copied_twice(store: Store) -> None:
    plant(store)
    first, _ = remember(store, course("8", OLD), "first")
    second, _ = remember(store, course("9", "8", "unknown", OLD), "second")

    assert ("context-first", f"context-{CENTRE}") == older(store, second)
    assert (f"context-{CENTRE}",) == older(store, first)


@pytest.mark.parametrize("history", [(), ("9",), ("unknown",)])
def test_a_course_is_no_copy_when_it_names_no_other_that_is_known(
    store: Store, history: tuple[str, ...]
) -> None:
    """Its own id in its history makes it no copy either."""
    plant(store)
    found, _ = remember(store, course("9", *history), "plain")

    assert older(store, found) == ()


def test_there_is_no_older_course_when_there_is_no_course(store: Store) -> None:
    plant(store)

    assert older(store, None) == ()


def test_a_course_stays_a_copy_when_a_later_launch_does_not_say_so(store: Store) -> None:
    plant(store)
    remember(store, course("9", OLD), "copy")
    found, _ = remember(store, course("9"), "later")

    assert (f"context-{CENTRE}",) == older(store, found)


def test_a_course_of_another_platform_is_no_ancestor_when_it_has_the_same_id(store: Store) -> None:
    """Z07: the history speaks of the platform's own courses, whichever deployment they are in."""
    plant(store)
    here = remember(store, course(OLD), "here")[0]
    own = a_registration()
    second = replace(own, id="registration-2", client_id="client-2")
    with store.writing() as work:
        work.registrations.add(second, NOW)
        for registration, name in ((own, "deployment-2"), (second, "deployment-3")):
            work.registrations.add_deployment(registration, name, name, NOW)
    found = {}
    for registration, name in ((own, "deployment-2"), (second, "deployment-3")):
        deployment = replace(
            a_launch().deployment, registration_id=registration.id, id=name, deployment_id=name
        )
        launch = course("9", OLD, registration=registration, deployment=deployment)
        found[name] = older(store, remember(store, launch, name)[0])

    assert {"deployment-2": (here,), "deployment-3": ()} == found


def test_older_addresses_are_told_when_links_name_them_or_columns_are_bound(store: Store) -> None:
    planted: Planted = plant(store)
    ags = AgsClaim(lineitems_url="https://lms/2", lineitem_url="https://lms/2/1")
    remember(store, course(OLD, ags=ags), "old")
    plant_column(store, planted)
    with store.writing() as work:
        work.deliveries.bind(CENTRE, f"column-{CENTRE}", "https://lms/2/5", True, NOW)
    copy, link_id = remember(store, course("9", OLD, ags=AgsClaim(lineitems_url="https://lms/9")), "copy")

    with store.reading() as work:
        found = work.copies.older_addresses(CENTRE, copy)
        of_old_course = work.copies.older_addresses(CENTRE, planted.context_id)
    assert {"https://lms/2", "https://lms/2/1", "https://lms/2/5"} == found
    assert of_old_course == frozenset()
    assert link_id != planted.link_id


def test_links_of_a_course_are_listed_when_it_has_several(store: Store) -> None:
    planted = plant(store)
    other = ResourceLink(resource_link_id="8", title="Autre")
    remember(store, course(OLD, resource_link=other), "other")
    remember(store, course("9"), "elsewhere")
    assert planted.context_id is not None

    with store.reading() as work:
        found = work.copies.links_of(CENTRE, planted.context_id)

    assert [planted.link_id, "link-other"] == [link.id for link in found]
