"""One gradebook column or six, as the trainer chose; and what a second selection keeps."""

from __future__ import annotations

from lti_tool.domain.deep_link import Columns
from lti_tool.domain.grade import DeliveryState
from lti_tool.services.launches import Visit
from tests.people import LEARNER, TRAINER
from tests.services.setting import OWN, TAGS
from tests.services.world import World

UUID, OTHER_UUID = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def launched(world: World, columns: str = "", uuid: str = UUID) -> Visit:
    """A learner opens a link that a selection made."""
    custom = {"activity": "diagnostic", "link": uuid, **({"columns": columns} if columns else {})}
    return world.visit(LEARNER, custom=custom)


def test_only_the_activitys_own_column_is_made_when_one_was_chosen(bare: World) -> None:
    visit = launched(bare, "one")
    bare.want(visit)
    bare.work()

    assert visit.link.columns is Columns.ONE
    assert [OWN] == bare.tags()
    assert {"own"} == set(bare.deliveries(visit))


def test_all_six_are_made_when_nothing_was_chosen(bare: World) -> None:
    visit = launched(bare)
    bare.want(visit)
    bare.work()

    assert visit.link.columns is Columns.SIX
    assert sorted(TAGS) == sorted(bare.tags())


def test_six_stay_when_the_word_is_none_of_ours(bare: World) -> None:
    assert launched(bare, "seven").link.columns is Columns.SIX


def test_nothing_more_goes_to_the_areas_when_six_became_one(bare: World) -> None:
    """What waits stays where it is, and no column is made for it."""
    visit = launched(bare, "six")
    bare.want(visit)
    launched(bare, "one")
    bare.work()

    assert [OWN] == bare.tags()
    assert DeliveryState.IDLE is bare.delivery(visit).state
    assert DeliveryState.DUE is bare.delivery(visit, "area-1").state


def test_what_waited_goes_out_when_one_became_six_again(bare: World) -> None:
    visit = launched(bare, "six")
    bare.want(visit)
    launched(bare, "one")
    bare.work()
    launched(bare, "six")
    bare.work()

    assert sorted(TAGS) == sorted(bare.tags())
    assert {(DeliveryState.IDLE.value, "")} == bare.states(visit)


def test_nothing_is_taken_away_when_six_became_one(bare: World) -> None:
    visit = launched(bare, "six")
    bare.want(visit)
    bare.work()
    launched(bare, "one")
    bare.work()

    assert sorted(TAGS) == sorted(bare.tags())
    assert bare.posts("passerelle:diagnostic:area-1") == [3.0]


def test_the_choice_stays_when_a_later_launch_does_not_name_it(bare: World) -> None:
    launched(bare, "one")

    assert launched(bare).link.columns is Columns.ONE


def test_the_trainer_reads_of_one_column_when_one_was_chosen(bare: World) -> None:
    visit = launched(bare, "six")
    bare.want(visit)
    launched(bare, "one")
    trainer = bare.visit(TRAINER, custom={"activity": "diagnostic", "link": UUID, "columns": "one"})
    cohort = bare.services.cohorts.review(trainer)

    assert [["own"]] == [[grade.column_key for grade in member.grades] for member in cohort.members]


def test_results_stay_when_the_same_activity_is_selected_again(world: World) -> None:
    """A platform sends a new selection for the same link: people go on where they were."""
    visit = launched(world)
    begun = world.services.attempts.start(visit, "", world.clock.now)
    again = launched(world, uuid=OTHER_UUID)
    standing = world.services.attempts.standing(again)

    assert again.link.id == visit.link.id
    assert again.link.deep_link == OTHER_UUID
    assert standing.attempt is not None
    assert begun.attempt is not None
    assert standing.attempt.id == begun.attempt.id
