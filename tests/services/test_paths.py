"""The path: what a learner is proposed, what a trainer knows and decides, what stands before a distance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from lti_tool.domain.activity import Activity, Phase
from lti_tool.domain.errors import Conflict, MalformedRequest, NotAllowed, PasserelleError
from lti_tool.domain.launch import ResourceLink
from lti_tool.domain.module import Part
from lti_tool.domain.path import Why
from lti_tool.domain.path_stages import StageState
from lti_tool.domain.roles import Rights
from lti_tool.services.checks import Checks
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.services.paths import Path, Paths
from tests.checks import CHECKS
from tests.paths import a_module, a_start, shelf_of
from tests.people import OUTSIDER, TRAINER
from tests.services.setting import SHELF, SLUG
from tests.services.test_finishing import answer_all
from tests.services.world import World

M00 = a_start("M00", 10, competences=("5.4",))
M06 = a_start("M06", 35, competences=("2.4",), is_for_distance=True)
M10 = a_module("M10", competences=("1.1",), wishes=("job",))
M16 = a_module("M16", competences=("2.4",), is_for_distance=True)
A01 = a_module("A01", part=Part.TRAINERS)
MODULES = shelf_of(M00, M06, M10, M16, A01)


@pytest.fixture
def paths(world: World) -> Paths:
    """The paths through a few modules."""
    return Paths(world.services.store, bank=SHELF.bank, access=SHELF.access, checks=CHECKS, modules=MODULES)


def wish(world: World, visit: Visit, *, is_sent: bool = False) -> None:
    """The learner says that they look for a job."""
    activities = {SLUG: Activity(slug=SLUG, kind="diagnostic", mode="standard", title="Début", minutes="12")}
    checks, now = Checks(world.services.store, checks=CHECKS, activities=activities), world.clock.now
    checks.answer(visit, "interests", "wishes", choices=("job",), now=now)
    checks.answer(visit, "interests", "channel", choices=("sms",), now=now)
    if is_sent:
        checks.share(visit, "interests", now)


def record(world: World, visit: Visit, trainer: Visit | None = None) -> Record:
    """The record of a learner, as a trainer of the course opens it."""
    return world.services.cohorts.record(trainer or world.visit(TRAINER), visit.launch.person_id)


def walked(world: World, visit: Visit, *runs: object) -> None:
    """The learner went through these modules."""
    with world.services.store.writing() as unit:
        for run in runs:
            unit.module_runs.add(
                replace(
                    run,  # type: ignore[type-var]  # a run
                    centre_id=visit.link.centre_id,
                    person_id=visit.launch.person_id,
                    resource_link_id=visit.link.id,
                    context_id=visit.link.context_id,
                )
            )


def ids(path: Path) -> list[str]:
    return [one.module.id for one in path.to_do]


def test_the_core_is_proposed_and_the_diagnostic_is_due_when_somebody_arrives(
    world: World, paths: Paths
) -> None:
    visit, now = world.visit(), world.clock.now

    path = paths.own(visit, now)

    assert ["M00", "M06"] == ids(path)
    assert ["M10", "M16"] == [module.id for module in path.others]
    assert {StageState.TO_DO} == {stage.state for stage in path.stages}
    assert now + timedelta(days=30) == path.stages[0].due_at
    assert not path.has_result
    assert path.plan is None


def test_a_trainer_knows_of_it_what_was_sent_and_the_learner_everything(world: World, paths: Paths) -> None:
    visit, now = world.visit(), world.clock.now
    wish(world, visit)
    trainer = world.visit(TRAINER)

    own = paths.own(visit, now)
    before = paths.of_record(trainer, record(world, visit), now)
    wish(world, visit, is_sent=True)
    after = paths.of_record(trainer, record(world, visit), now)

    assert (["M00", "M06", "M10"], ["M00", "M06"]) == (ids(own), ids(before))
    assert (Why.WISH, "job") == (after.to_do[-1].why, after.to_do[-1].about)


def test_levels_are_known_to_the_trainer_once_the_result_was_sent(world: World, paths: Paths) -> None:
    visit, now = world.visit(), world.clock.now
    answer_all(world, visit)
    trainer = world.visit(TRAINER)

    before = paths.of_record(trainer, record(world, visit), now)
    world.services.attempts.share(visit, now)
    after = paths.of_record(trainer, record(world, visit), now)

    assert (False, True) == (before.has_result, after.has_result)
    assert StageState.DONE is before.stages[0].state
    assert paths.own(visit, now).has_result


def test_the_learner_sees_what_the_trainer_confirmed(world: World, paths: Paths) -> None:
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now

    paths.confirm(trainer, record(world, visit), 0, shown=["M00", "M06"], wanted=["M06", "M16"], now=now)
    path = paths.own(visit, now)

    assert ["M06", "M16"] == ids(path)
    assert Why.CHOSEN is path.to_do[1].why
    assert path.plan is not None
    assert (TRAINER.name, now) == (path.names[path.plan.confirmed_by or ""], path.plan.confirmed_at)
    assert ["M00", "M10"] == [module.id for module in path.others]


def test_what_was_not_on_the_page_is_not_taken_away(world: World, paths: Paths) -> None:
    """The learner sends something while the trainer looks at the list."""
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now
    wish(world, visit, is_sent=True)

    paths.confirm(trainer, record(world, visit), 0, shown=["M00", "M06"], wanted=["M00", "M06"], now=now)

    assert ["M00", "M06", "M10"] == ids(paths.of_record(trainer, record(world, visit), now))


def test_every_link_of_the_course_leads_to_the_same_path_and_no_other_course(
    world: World, paths: Paths
) -> None:
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now
    paths.confirm(trainer, record(world, visit), 0, shown=["M00"], wanted=["M16"], now=now)
    other_link = world.visit(resource_link=ResourceLink(resource_link_id="99", title="Autre"))
    elsewhere = world.visit(OUTSIDER)

    assert "M16" in ids(paths.own(other_link, now))
    assert ["M00", "M06"] == ids(paths.own(elsewhere, now))


@pytest.mark.parametrize("module", ["A01", "M99", ""])
def test_a_module_that_no_page_offers_is_refused(world: World, paths: Paths, module: str) -> None:
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now

    with pytest.raises(MalformedRequest):
        paths.confirm(trainer, record(world, visit), 0, shown=[], wanted=[module], now=now)

    assert paths.own(visit, now).plan is None


def test_an_assistant_reads_and_decides_nothing(world: World, paths: Paths) -> None:
    visit, assistant, now = world.visit(), world.visit(TRAINER, rights=Rights.ASSISTANT), world.clock.now
    seen = record(world, visit, assistant)
    decisions: list[Callable[[], None]] = [
        lambda: paths.confirm(assistant, seen, 0, shown=[], wanted=["M16"], now=now),
        lambda: paths.wait(assistant, seen, 0, "Plus tard.", now),
        lambda: paths.go_on(assistant, seen, 0, now),
        lambda: paths.skip(assistant, seen, 0, Phase.END, "left", now),
        lambda: paths.take_up(assistant, seen, 0, Phase.END, now),
    ]

    for decide in decisions:
        with pytest.raises(NotAllowed):
            decide()

    assert ["M00", "M06"] == ids(paths.of_record(assistant, seen, now))
    assert paths.own(visit, now).plan is None


def test_the_second_trainer_is_told_when_another_one_decided_meanwhile(world: World, paths: Paths) -> None:
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now
    seen = record(world, visit)
    paths.wait(trainer, seen, 0, "Le prêt arrive lundi.", now)

    with pytest.raises(Conflict):
        paths.confirm(trainer, seen, 0, shown=["M00"], wanted=[], now=now)

    assert ["M00", "M06"] == ids(paths.own(visit, now))
    paths.confirm(trainer, seen, 1, shown=["M00"], wanted=[], now=now)
    assert ["M06"] == ids(paths.own(visit, now))


def test_one_decision_is_kept_when_two_trainers_press_at_the_same_moment(world: World, paths: Paths) -> None:
    """With nothing decided yet, and with something."""
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now
    seen = record(world, visit)

    for version in range(3):
        outcomes = together(
            lambda version=version: paths.confirm(trainer, seen, version, shown=["M00"], wanted=[], now=now),
            lambda version=version: paths.wait(trainer, seen, version, f"Raison {version}.", now),
        )

        assert ["Conflict", "kept"] == sorted(outcomes)
        plan = paths.own(visit, now).plan
        assert plan is not None
        assert version + 1 == plan.version


def test_a_skipped_stage_is_told_with_its_reason_and_taken_up_again(world: World, paths: Paths) -> None:
    visit, trainer, now = world.visit(), world.visit(TRAINER), world.clock.now
    seen = record(world, visit)

    paths.skip(trainer, seen, 0, Phase.END, "left", now)
    skipped = paths.own(visit, now).stages[-1]
    paths.take_up(trainer, seen, 1, Phase.END, now)

    assert skipped.skip is not None
    assert (StageState.SKIPPED, "left") == (skipped.state, skipped.skip.reason.value)
    assert StageState.TO_DO is paths.own(visit, now).stages[-1].state


def together(*moves: Callable[[], None]) -> list[str]:
    """Run all at the same moment; what became of each."""
    barrier, outcomes = Barrier(len(moves)), list[str]()

    def run(move: Callable[[], None]) -> None:
        barrier.wait()
        try:
            move()
            outcomes.append("kept")
        except PasserelleError as error:
            outcomes.append(type(error).__name__)

    threads = [Thread(target=run, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
