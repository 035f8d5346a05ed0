"""What launches tell is remembered once and refreshed afterwards."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.launch import AgsClaim, Context, ResourceLink
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, DAY, NOW, OTHER_CENTRE, a_launch
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.store.planting import join, plant


def test_the_ids_stay_when_the_same_launch_comes_again(store: Store) -> None:
    planted = plant(store)
    launch = a_launch()

    with store.writing() as work:
        context_id = work.courses.remember_context(launch, "new-1", NOW + DAY)
        link_id = work.courses.remember_link(launch, context_id, "new-2", NOW + DAY)
        person_id = work.courses.remember_person(launch, LEARNER.sub, "new-3", NOW + DAY)

    assert (planted.context_id, planted.link_id, planted.person_id) == (context_id, link_id, person_id)


def test_there_is_no_context_when_the_launch_names_none(store: Store) -> None:
    plant(store)

    with store.writing() as work:
        assert work.courses.remember_context(a_launch(context=None), "new-1", NOW) is None


def test_title_and_addresses_are_refreshed_when_a_link_is_launched_again(store: Store) -> None:
    planted = plant(store)
    moved = AgsClaim(lineitems_url="https://centre-a.example/moved", lineitem_url=None, scopes=("score",))
    launch = a_launch(resource_link=ResourceLink(resource_link_id="7", title="Renommé"), ags=moved)

    with store.writing() as work:
        work.courses.remember_link(launch, planted.context_id, "new-2", NOW)

    with store.reading() as work:
        link = work.courses.link(CENTRE, planted.link_id)
    assert link is not None
    assert ("Renommé", moved) == (link.title, link.ags)


def test_the_activity_stays_when_a_later_launch_does_not_name_it(store: Store) -> None:
    planted = plant(store)

    with store.writing() as work:
        work.courses.remember_link(a_launch(custom={}), planted.context_id, "new-2", NOW)

    with store.reading() as work:
        link = work.courses.link(CENTRE, planted.link_id)
    assert link is not None
    assert link.activity == "diagnostic"


def test_the_activity_changes_when_a_trainer_chooses_another(store: Store) -> None:
    planted = plant(store)

    with store.writing() as work:
        work.courses.choose_activity(CENTRE, planted.link_id, "diagnostic-express")

    with store.reading() as work:
        link = work.courses.link(CENTRE, planted.link_id)
    assert link is not None
    assert link.activity == "diagnostic-express"


def test_a_link_is_unknown_when_another_centre_asks_for_it(store: Store) -> None:
    planted = plant(store)

    with store.reading() as work:
        assert work.courses.link(OTHER_CENTRE, planted.link_id) is None


def test_two_links_exist_when_two_courses_use_one_platform(store: Store) -> None:
    planted = plant(store)
    launch = a_launch(
        context=Context(context_id="3"), resource_link=ResourceLink(resource_link_id="8", title="Ailleurs")
    )

    with store.writing() as work:
        context_id = work.courses.remember_context(launch, "context-2", NOW)
        link_id = work.courses.remember_link(launch, context_id, "link-2", NOW)

    assert (context_id, link_id) == ("context-2", "link-2")
    assert planted.link_id != link_id


def test_one_sub_is_two_people_when_two_platforms_send_it(store: Store) -> None:
    first, second = plant(store), plant(store, OTHER_CENTRE)

    with store.reading() as work:
        subs = [work.courses.sub_of(planted.centre_id, planted.person_id) for planted in (first, second)]

    assert first.person_id != second.person_id
    assert [LEARNER.sub, LEARNER.sub] == subs


def test_numbers_are_stable_when_people_come_again(store: Store) -> None:
    planted = plant(store)
    join(store, CENTRE, planted.link_id, OUTSIDER, "person-2")
    join(store, CENTRE, planted.link_id, LEARNER, "new-id")

    join(store, CENTRE, planted.link_id, TRAINER, "person-3")

    with store.reading() as work:
        members = work.courses.members(CENTRE, planted.link_id)
    assert [(LEARNER.name, 1), (OUTSIDER.name, 2), (TRAINER.name, 3)] == [
        (member.name, member.number) for member in members
    ]


def test_numbers_begin_again_when_the_resource_link_is_another(store: Store) -> None:
    first, second = plant(store), plant(store, OTHER_CENTRE)

    with store.reading() as work:
        numbers = [
            member.number
            for planted in (first, second)
            for member in work.courses.members(planted.centre_id, planted.link_id)
        ]

    assert numbers == [1, 1]


def test_rights_are_those_of_the_newest_launch_when_a_role_is_lost(store: Store) -> None:
    planted = plant(store)
    with store.writing() as work:
        for rights, is_graded in (("trainer", False), ("learner", True)):
            work.courses.remember_membership(
                centre_id=CENTRE,
                link_id=planted.link_id,
                person_id=planted.person_id,
                rights=rights,
                is_graded=is_graded,
                new_id="membership-new",
                now=NOW + DAY,
            )

    with store.reading() as work:
        (member,) = work.courses.members(CENTRE, planted.link_id)
    assert (member.rights, member.is_graded) == ("learner", True)


def test_the_former_name_stays_when_a_launch_hides_it(store: Store) -> None:
    planted = plant(store)

    with store.writing() as work:
        work.courses.remember_name(CENTRE, planted.person_id, "", NOW + DAY)

    with store.reading() as work:
        (member,) = work.courses.members(CENTRE, planted.link_id)
    assert LEARNER.name == member.name


def test_a_nameless_member_has_an_empty_name_when_the_platform_hides_names(store: Store) -> None:
    planted = plant(store)
    join(store, CENTRE, planted.link_id, replace(OUTSIDER, given_name="", family_name=""), "person-2")

    with store.reading() as work:
        names = [member.name.strip() for member in work.courses.members(CENTRE, planted.link_id)]

    assert [LEARNER.name, ""] == names


FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def selected(store: Store, uuid: str, activity: str) -> str:
    """A launch of a link that a selection made; what the link opens afterwards."""
    custom = {"activity": activity, **({"link": uuid} if uuid else {})}
    with store.writing() as work:
        context_id = work.courses.remember_context(a_launch(), "new-1", NOW)
        link_id = work.courses.remember_link(a_launch(custom=custom), context_id, "new-2", NOW)
        link = work.courses.link(CENTRE, link_id)
    assert link is not None
    return link.activity


def test_the_trainers_choice_stays_when_the_same_selection_is_launched_again(store: Store) -> None:
    planted = plant(store)
    selected(store, FIRST, "diagnostic")
    with store.writing() as work:
        work.courses.choose_activity(CENTRE, planted.link_id, "diagnostic-express")

    assert "diagnostic-express" == selected(store, FIRST, "diagnostic")


def test_the_selection_wins_when_it_is_another_one(store: Store) -> None:
    planted = plant(store)
    selected(store, FIRST, "diagnostic")
    with store.writing() as work:
        work.courses.choose_activity(CENTRE, planted.link_id, "diagnostic-express")

    assert "diagnostic" == selected(store, SECOND, "diagnostic")


def test_the_parameter_wins_when_no_selection_made_the_link(store: Store) -> None:
    planted = plant(store)
    with store.writing() as work:
        work.courses.choose_activity(CENTRE, planted.link_id, "diagnostic-express")

    assert "diagnostic" == selected(store, "", "diagnostic")


def test_a_first_selection_wins_when_the_link_was_made_by_hand_before(store: Store) -> None:
    plant(store)

    assert "diagnostic-express" == selected(store, FIRST, "diagnostic-express")
