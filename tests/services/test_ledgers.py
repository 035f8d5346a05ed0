"""The grade ledger: what a trainer reads of every grade, and what becomes of what she decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.domain.cohort import GradeState
from lti_tool.domain.errors import NotFound
from lti_tool.services.launches import Visit
from lti_tool.services.ledger_pages import Asked, Ledger
from lti_tool.store.course_rows import ResourceLinkRow
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.services.test_assistants import assistant, let_see
from tests.services.test_cohorts import learner
from tests.services.world import World
from tests.statements import statements_sent

SUB = LEARNER.sub


def item(world: World, visit: Visit, column: str = "area-1") -> str:
    """Our id of one column."""
    return world.columns(visit)[column].id


def overview(world: World, state: GradeState | None = None, reason: str = "", page: int = 1) -> Ledger:
    """What the trainer reads."""
    return world.services.workspace.ledgers.overview(
        world.visit(TRAINER), Asked(state=state, reason=reason, page=page)
    )


def counts(ledger: Ledger) -> dict[tuple[GradeState, str], int]:
    """How many grades are in which state, for which reason."""
    found: dict[tuple[GradeState, str], int] = {}
    for one in ledger.tallies:
        found[one.state, one.reason] = found.get((one.state, one.reason), 0) + one.count
    return found


def deeds(world: World) -> list[tuple[str, str, str, str]]:
    """What the audit trail says of grades."""
    with world.services.store.reading() as unit:
        every = [entry.deed for entry in unit.audit.all()]
    return [
        (deed.action, deed.object_kind, deed.object_id, deed.detail)
        for deed in every
        if deed.action.startswith("grade")
    ]


def changed_there(world: World, visit: Visit, column: str = "area-1") -> None:
    """A trainer types 7 in the LMS, then the learner reaches 4."""
    world.lms.override_grade(SUB, "" if column == "own" else f"passerelle:diagnostic:{column}", 7.0)
    world.want(visit, 4)
    world.work()
    world.advance(seconds=2)


# Reading the ledger.


def test_every_grade_is_accounted_for_when_the_ledger_is_read(world: World) -> None:
    """Two who finished, one of them refused; one who said "not now"; one who only looked."""
    zoe, adele = world.visit(learner(1, "Simon", "Zoé")), world.visit(learner(2, "Wagner", "Adèle"))
    world.services.attempts.decline(world.visit(learner(3, "Peeters", "Marc")), world.clock.now)
    world.visit(learner(4, "Noël", "Paul"))
    world.want(zoe)
    world.work()
    world.lms.fault("scores", 422, times=6)
    world.want(adele)
    world.work()
    everything = overview(world)
    refused = overview(world, GradeState.REFUSED, "invalid-body")
    unknown = overview(world, GradeState.REFUSED, "no-such-reason")
    declined = overview(world, GradeState.NONE)

    assert {(GradeState.SENT, ""): 6, (GradeState.REFUSED, "invalid-body"): 6} == counts(everything)
    assert [adele.launch.person_id, zoe.launch.person_id] == [
        one.person_id for one in everything.people if one.entries
    ]
    assert (1, 1, 3) == (everything.choices, everything.without, len(everything.people))
    assert [adele.launch.person_id] == [one.person_id for one in refused.people]
    assert 6 == len(refused.people[0].entries)
    assert ("", 1) == (unknown.asked.reason, len(unknown.people))
    assert [()] == [one.entries for one in declined.people]
    assert counts(everything) == counts(refused) == counts(declined)


def test_the_number_of_queries_is_fixed_when_the_group_grows(world: World, visit: Visit) -> None:
    trainer, ledgers = world.visit(TRAINER), world.services.workspace.ledgers
    with statements_sent() as few:
        ledgers.overview(trainer, Asked())
    for number in range(1, 4):
        world.want(world.visit(learner(number, "Nom", str(number))))
    with statements_sent() as many:
        found = ledgers.overview(trainer, Asked())

    assert 4 == len(found.people)
    assert len(few) == len(many) <= 6


def test_another_activity_of_the_course_is_counted_apart(world: World, visit: Visit) -> None:
    other = replace(world.launch_of().resource_link, resource_link_id="99", title="L'autre activité")
    world.want(world.visit(resource_link=other))

    found = overview(world)
    assert {(GradeState.SENT, ""): 6} == counts(found)
    assert {("L'autre activité", GradeState.TO_SEND, 6)} == {
        (one.title, one.state, one.count) for one in found.elsewhere
    }


def test_no_column_is_counted_when_the_trainer_chose_one_alone(world: World, visit: Visit) -> None:
    trainer = world.visit(TRAINER)
    with world.services.store.writing() as unit:
        # The row alone, as a deep link would set it.
        row = unit.courses._session.get(ResourceLinkRow, (trainer.link.centre_id, trainer.link.id))
        assert row is not None
        row.columns = "one"

    found = overview(world)
    assert {(GradeState.SENT, ""): 1} == counts(found)
    assert ["own"] == [entry.column_key for entry in found.people[0].entries]


def test_nothing_is_there_when_the_visitor_reads_no_results(world: World, visit: Visit) -> None:
    person, column = visit.launch.person_id, item(world, visit)
    let_see(world, AssistantView.PROGRESS)
    ledgers = world.services.workspace.ledgers
    for visitor in (assistant(world), visit):
        for act in actions(world, visitor, person, column):
            with pytest.raises(NotFound):
                act()
    with pytest.raises(NotFound):
        ledgers.overview(visit, Asked())


def actions(world: World, visitor: Visit, person: str, column: str) -> Iterator[Callable[[], object]]:
    """Everything that somebody can do in the ledger."""
    ledgers = world.services.workspace.ledgers
    yield lambda: ledgers.overview(visitor, Asked())
    yield lambda: ledgers.retry_all(visitor, "")
    yield lambda: ledgers.read_again(visitor, person)
    yield lambda: ledgers.choice(visitor, person, column)
    yield lambda: ledgers.keep(visitor, person, column, 7.0)
    yield lambda: ledgers.put_back(visitor, person, column, 7.0)


def test_an_assistant_tries_again_but_does_not_choose(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    person, column, who = visit.launch.person_id, item(world, visit), assistant(world)
    ledgers = world.services.workspace.ledgers

    assert 1 == len(ledgers.overview(who, Asked()).people)
    assert 0 == ledgers.retry_all(who, "")
    for act in list(actions(world, who, person, column))[3:]:
        with pytest.raises(NotFound) as refusal:
            act()
        assert "assistant-cannot-choose" == refusal.value.reason
    assert ("parked", "changed-in-lms") == world.state(visit, "area-1")


def test_a_trainer_of_another_course_finds_nothing(world: World, visit: Visit) -> None:
    changed_there(world, visit)
    person, column = visit.launch.person_id, item(world, visit)
    stranger = world.visit(replace(TRAINER, context_id=OUTSIDER.context_id))
    without = replace(world.visit(TRAINER), link=replace(world.visit(TRAINER).link, context_id=None))
    before = world.deliveries(visit)
    ledgers = world.services.workspace.ledgers

    for visitor in (stranger, without):
        assert () == ledgers.overview(visitor, Asked()).people
        for act in list(actions(world, visitor, person, column))[2:]:
            with pytest.raises(NotFound):
                act()
    assert 0 == ledgers.retry_all(stranger, "")
    with pytest.raises(NotFound):
        ledgers.retry_all(without, "")
    for act in list(actions(world, world.visit(TRAINER), "nobody", column))[2:]:
        with pytest.raises(NotFound):
            act()
    for act in list(actions(world, world.visit(TRAINER), person, "no-column"))[3:]:
        with pytest.raises(NotFound):
            act()
    assert before == world.deliveries(visit)
    assert [] == deeds(world)
