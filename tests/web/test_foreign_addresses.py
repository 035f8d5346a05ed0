"""Every address of something that belongs to somebody is tried by everybody to whom it does not belong.

Launches, deep linking requests and people are tried here, platforms in ``test_routes.py`` and
``test_admin_isolation.py``. Rows Z01, Z03, Z04, Z13, D13 of the security notes.
"""

from __future__ import annotations

import pytest

from tests.fake_lms import FakeLms
from tests.web.crowd import IN_A_COURSE, LEARNERS, PEOPLE, PICKERS, TRAINERS, Crowd, gather
from tests.web.site import Site
from tests.web.tables import VIEWS, values

# What is sent is empty, and there is no result from elsewhere to remove; a sheet needs a finished diagnostic.
OF_THEIR_OWN = {
    "actions.add": 400,
    "actions.settle": 400,
    "actions.lend": 400,
    "actions.loan": 404,
    "actions.slip": 404,
    "actions.change_loan": 404,
    "actions.return_loan": 404,
    "actions.ask": 404,
    "cohort.retry": 303,
    "ledger.retry_one": 303,
    "ledger.read": 303,
    "ledger.keep": 404,
    "ledger.replace": 404,
    "record.fill_skills": 422,
    "record.outside_add": 422,
    "record.remove": 404,
    "record.observe": 404,
    "record.keep_observed": 404,
    "record.withdraw": 404,
    "record.correct": 404,
    "record.keep_correction": 404,
    "record.reply": 404,
    "record.keep_reply": 404,
    "record.keep_note": 400,
    "record.change_note": 404,
    "record.keep_change": 404,
    "path.confirm": 400,
    "path.wait": 400,
    "path.stage": 400,
    "path.seen": 404,
    "paper.keep": 400,
    "sheet.of_person": 303,
    "documents.talk": 303,
    "documents.attestation": 303,
    "documents.eligibility": 303,
    "documents.issue": 303,
    "documents.withdraw": 303,
    "documents.pdf": 303,
    "documents.badge": 404,
    "stuck.answer": 400,
    # Nobody agreed that it is opened side by side.
    "sittings.end_kiosk": 303,
    "together.begin": 422,
    "together.question": 303,
    "together.answer": 303,
    "together.pause": 303,
    "together.resume": 303,
    "together.access": 303,
    "together.answer_access": 303,
    "together.finished": 303,
    "together.share": 303,
    "together.leave": 303,
}
CODES = frozenset({"kiosk_code", "audit_entry", "audit_head"})
"""A code for a shared computer is given to the trainer's own learner."""
METHODS = pytest.mark.parametrize("method", ["GET", "POST"])


@pytest.fixture
def crowd(site: Site, other_lms: FakeLms) -> Crowd:
    return gather(site, other_lms)


@METHODS
def test_everybody_else_is_refused_when_they_try_the_addresses_of_a_launch(crowd: Crowd, method: str) -> None:
    """The handle belongs to the session: with another's address, every page answers 401 and nothing moves."""
    before, person = crowd.rows(), crowd.person("learner")

    found = {
        (owner, who, rule.endpoint): crowd.ask(who, rule, method, handle=crowd.handle(owner), person=person)
        for owner in sorted(IN_A_COURSE)
        for who in PEOPLE
        if who != owner
        for rule in crowd.rules(method, below="/l/")
    }

    assert {} == {tried: status for tried, status in found.items() if status != 401}
    assert len(found) > len(IN_A_COURSE) * (len(PEOPLE) - 1) * 5
    assert crowd.moved(before) == set()


@METHODS
def test_everybody_else_is_refused_when_they_try_the_addresses_of_a_selection(
    crowd: Crowd, method: str
) -> None:
    """D13: 404 for whoever has a session, also for another trainer who chooses; 401 for the others."""
    before, person = crowd.rows(), crowd.person("learner")

    found = {
        (owner, who, rule.endpoint): crowd.ask(who, rule, method, handle=crowd.handle(owner), person=person)
        for owner in PICKERS
        for who in PEOPLE
        if who != owner
        for rule in crowd.rules(method, below="/p/")
    }

    with_session = {*IN_A_COURSE, *PICKERS}
    wrong = {
        tried: status for tried, status in found.items() if status != (401, 404)[tried[1] in with_session]
    }
    assert {} == wrong
    assert len(found) >= len(PICKERS) * (len(PEOPLE) - 1) * 2
    assert crowd.moved(before) == set()


@METHODS
def test_a_launch_opens_nothing_when_its_owner_puts_a_selection_in_its_place(
    crowd: Crowd, method: str
) -> None:
    """A person with both in one browser mixes them up: each kind of address takes its own kind alone."""
    before, person = crowd.rows(), crowd.person("learner")

    found = {
        (who, rule.endpoint): crowd.ask(who, rule, method, handle=crowd.handle(who), person=person)
        for people, below in ((IN_A_COURSE, "/p/"), (PICKERS, "/l/"))
        for who in people
        for rule in crowd.rules(method, below=below)
    }

    assert {401, 404} == set(found.values())
    assert crowd.moved(before) == set()


@METHODS
def test_a_person_is_not_there_when_the_trainer_is_not_theirs(crowd: Crowd, method: str) -> None:
    """Each trainer finds the one learner of her own course; the others are not there, to read or to send."""
    rules = [rule for rule in crowd.rules(method) if "person" in rule.arguments]
    own = dict(zip(TRAINERS, LEARNERS, strict=True))
    for learner in LEARNERS if method == "POST" else ():
        crowd.site.finish(crowd.browsers[learner])  # Whoever has no grade yet is not there to send.
    before = crowd.rows()

    found = {
        (trainer, learner, rule.endpoint): crowd.ask(
            trainer, rule, method, handle=crowd.handle(trainer), person=crowd.person(learner)
        )
        for trainer in TRAINERS
        for learner in LEARNERS
        for rule in rules
    }

    theirs = {tried[2]: status for tried, status in found.items() if own[tried[0]] == tried[1]}
    others = {status for tried, status in found.items() if own[tried[0]] != tried[1]}
    assert {404} == others
    assert {rule.endpoint: OF_THEIR_OWN.get(rule.endpoint, 200) for rule in rules} == theirs
    assert crowd.moved(before) - {"circuit", *CODES} == {VIEWS}
    looks = values(crowd.site.engine, VIEWS, "viewer_id", "person_id")
    wanted = [(crowd.person(trainer), crowd.person(learner)) for trainer, learner in own.items()]
    assert sorted(wanted) == sorted(set(looks))
