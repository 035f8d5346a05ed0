"""The sheet of the basic programme: what a person showed, its margin, and only after they sent it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from lti_tool.domain.eligibility import Eligibility, Standing
from lti_tool.domain.readings import Certainty
from lti_tool.web.showing_eligibility import counted_in_words
from tests.people import LEARNER, TRAINER
from tests.recognising import single_spaced
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.staging import do, enter, everything, nothing, sent
from tests.web.tables import VIEWS, values
from tests.web.test_assistants import assistant, let_see

SHARE = re.compile(r"(\d+) compétences? sur (\d+) (?:n'est|ne sont) pas encore acquises? : (\d+) %")


def sheet(site: Site, learner: Browser, trainer: Browser) -> str:
    """The words of the sheet of this learner."""
    person = site.visit(learner).launch.person_id
    trainer.get(trainer.at(f"documents/{person}/basics"))
    return trainer.page.words.replace("\u00a0", " ")


@pytest.mark.parametrize(("behaviour", "is_all"), [(nothing, True), (everything, False)])
def test_the_share_is_of_what_was_measured(site: Site, behaviour: object, is_all: bool) -> None:
    learner = sent(do(site, "diagnostic", behaviour))  # type: ignore[arg-type]  # one of two behaviours
    trainer = enter(site, "diagnostic", TRAINER)
    words = sheet(site, learner, trainer)
    found = SHARE.search(words)
    assert found is not None
    count, measured, share = map(int, found.groups())

    assert ("eligibility", 21) == (trainer.page.name, words.count("acquis ") + words.count("pas mesuré"))
    assert (measured if is_all else 0) == count
    assert (100 if is_all else 0) == share
    assert measured == len({one.competence for one in site.attempt(learner).answers} - {"0.0"})
    assert LEARNER.name in words
    assert "Ce n'est pas une certification" in words
    assert [("document", 1)] == values(site.engine, VIEWS, "what", "times")


def test_nothing_is_told_before_the_learner_sends_it(site: Site) -> None:
    learner = do(site, "diagnostic", everything)
    trainer = enter(site, "diagnostic", TRAINER)
    words = sheet(site, learner, trainer)

    assert "documents" == trainer.page.name
    assert SHARE.search(words) is None


def test_the_record_and_the_list_lead_to_it(site: Site) -> None:
    learner = sent(do(site, "diagnostic", everything))
    trainer = enter(site, "diagnostic", TRAINER)
    person = site.visit(learner).launch.person_id
    for place in ("documents", f"cohort/{person}"):
        trainer.get(trainer.at(place))
        assert trainer.at(f"documents/{person}/basics") in trainer.page.links


def test_an_assistant_who_sees_no_results_gets_none(site: Site) -> None:
    learner = sent(do(site, "diagnostic", everything))
    let_see(site, "progress")
    helper = assistant(site)
    person = site.visit(learner).launch.person_id

    refused(helper.request("GET", helper.at(f"documents/{person}/basics")), 404, "e-notfound")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            "1 compétence sur 1 n'est pas encore acquise : 100 %. | "
            "La mesure a sa marge : entre 0 et 1 compétence. | "
            "1 compétence sur 21 a été mesurée. Les autres ne sont pas dans le compte.",
        ),
        (
            "en",
            "1 competence out of 1 is not yet acquired: 100%. | "
            "The measurement has a margin: between 0 and 1 competence. | "
            "1 competence out of 21 was measured. The others are not counted.",
        ),
    ],
)
def test_one_competence_is_said_as_one(site: Site, language: str, said: str) -> None:
    """A diagnostic that ended early may have measured no other."""
    found = Eligibility(
        taken_at=datetime(2026, 11, 20, tzinfo=UTC),
        measured=(Standing(competence="1.1", is_mastered=False, certainty=Certainty.TO_CONFIRM),),
        missing=("1.2",),
        tasks=1,
    )
    with site.app.test_request_context(f"/?lang={language}"):
        told = tuple(counted_in_words(found))

    assert said == single_spaced(" | ".join(told[:3]))
