"""Attestations on both databases: one per attempt, numbers without a gap, races, another secret."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lti_tool.domain.documents import Paper
from lti_tool.domain.errors import NotFound
from lti_tool.services.documents import Documents
from lti_tool.services.launches import Visit
from tests.people import LEARNER, OTHER_COURSE, TRAINER, TestPerson
from tests.services.setting import SHELF
from tests.services.test_cohorts import learner
from tests.services.test_finishing import answer_all
from tests.services.world import World


def sender(world: World, person: TestPerson = LEARNER) -> Visit:
    """Somebody who finished and sent everything."""
    visit = world.visit(person)
    answer_all(world, visit)
    world.services.attempts.share(visit, world.clock.now)
    return visit


def documents(world: World, *secrets: bytes) -> Documents:
    """The use cases with other secrets."""
    return Documents(world.services.store, bank=SHELF.bank, secrets=secrets, clock=lambda: world.clock.now)


def own_paper(world: World, visit: Visit) -> Paper:
    """The attestation as the learner sees it."""
    paper = world.services.workspace.papers.documents.own_paper(visit)
    assert paper is not None
    return paper


def test_two_who_issue_at_once_get_the_same_attestation(world: World) -> None:
    visit, trainer = sender(world), world.visit(TRAINER)
    record = world.services.cohorts.record(trainer, visit.launch.person_id)
    papers = world.services.workspace.papers.documents
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(papers.issue_own, visit) for _ in range(3)]
        calls += [pool.submit(papers.issue, trainer, record) for _ in range(3)]
        made = [call.result() for call in calls]

    assert 1 == len({one.id for one in made if one is not None})
    assert None not in made


def test_each_attestation_of_a_centre_has_its_number_when_many_are_issued_at_once(world: World) -> None:
    visits = [sender(world, learner(number)) for number in range(1, 5)]
    papers = world.services.workspace.papers.documents
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(papers.issue_own, visits))

    assert [0, 1, 2, 3] == sorted(one.number for one in made if one is not None)


def test_the_paper_says_the_same_for_ever(world: World) -> None:
    visit = sender(world)
    world.services.workspace.papers.documents.issue_own(visit)
    first = own_paper(world, visit)
    world.advance(days=400)
    again = own_paper(world, world.visit(LEARNER))

    assert (first.statement, first.code) == (again.statement, again.code)
    assert first.attestation is not None
    assert first.attestation.fingerprint == again.statement.fingerprint


def test_a_code_stays_good_when_the_secret_was_replaced_and_hides_when_it_is_lost(world: World) -> None:
    visit = sender(world)
    world.services.workspace.papers.documents.issue_own(visit)
    code = own_paper(world, visit).code
    replaced = documents(world, b"n" * 40, world.settings.secret_key)
    lost = documents(world, b"n" * 40)
    papers = [one.own_paper(visit) for one in (replaced, lost)]

    assert [code, ""] == [paper.code for paper in papers if paper is not None]
    assert lost.check(code) is not None


def test_nothing_is_issued_before_a_result_was_sent(world: World) -> None:
    visit = world.visit(LEARNER)
    answer_all(world, visit)
    papers = world.services.workspace.papers.documents

    assert (None, None) == (papers.own_paper(visit), papers.issue_own(visit))
    assert () == papers.senders(world.visit(TRAINER)).people


def test_a_learner_reads_no_list(world: World) -> None:
    visit = sender(world)
    for read in (
        world.services.workspace.papers.documents.senders,
        world.services.workspace.papers.documents.talks,
    ):
        with pytest.raises(NotFound):
            read(visit)


def test_a_trainer_of_another_course_finds_nobody(world: World) -> None:
    sender(world)
    other = world.visit(replace(TRAINER, context_id=OTHER_COURSE))

    assert () == world.services.workspace.papers.documents.senders(other).people
