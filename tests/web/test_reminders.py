"""Texts to copy on the trainer's page about one person, and how that person wants to be told (S1-24)."""

from __future__ import annotations

import re
from html import unescape

import pytest

from lti_tool.domain.checks import CHANNEL, INTERESTS, CheckChoice
from tests.checks import the_check
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.test_beginning import said

SMS_CHARACTERS = 160
UNSAID = "La personne n'a pas dit comment elle préfère être prévenue."
ASKED = the_check(INTERESTS).question(CHANNEL)
assert ASKED is not None
CHOICES = ASKED.choices


def record(site: Site, learner: Browser) -> tuple[Browser, str]:
    """The trainer before the page about this learner, and its HTML."""
    trainer = site.visitor(TRAINER)
    person = site.visit(learner).launch.person_id
    return trainer, trainer.get(trainer.at(f"cohort/{person}")).get_data(as_text=True)


def fields(html: str) -> list[tuple[str, str]]:
    """The label and the words of each text that can be copied; none can be written in."""
    return re.findall(
        r'<label for="(reminder-\d)">[^<]+</label>\s*<textarea [^>]*id="\1" readonly[^>]*>([^<]+)</textarea>'
        r'\s*<button [^>]*type="button" data-copy hidden',
        unescape(html),
    )


def test_three_texts_are_ready_to_copy_on_the_record(site: Site) -> None:
    """S1-24: without scripts, too, each in a field of its own, and none is longer than an SMS."""
    _trainer, html = record(site, site.visitor(LEARNER))
    texts = [text for _id, text in fields(html)]

    assert 3 == len(set(texts))
    assert max(len(text) for text in texts) <= SMS_CHARACTERS
    assert [True, True, False] == ["« jour » à « heure »" in text for text in texts]
    assert all(word in texts[1] for word in ("« lien »", "« salle »"))
    assert "js/copy" in html


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.id)
def test_the_channel_that_was_sent_stands_before_the_texts(site: Site, choice: CheckChoice) -> None:
    learner = site.visitor(LEARNER)
    said(site, learner, INTERESTS, wishes="safety", channel=choice.id)
    kept_back, _html = record(site, learner)
    words = kept_back.page.words
    site.services.checks.share(site.visit(learner), INTERESTS, site.clock())
    trainer, _html = record(site, learner)

    told = f"Moyen préféré par la personne : {choice.text}"
    assert (UNSAID in words, told in words) == (True, False)
    assert (UNSAID in trainer.page.words, told in trainer.page.words) == (False, True)
    assert trainer.page.words.index(told) < trainer.page.words.index("Bonjour. Nous avons rendez-vous")


def test_nothing_is_said_of_a_channel_when_the_learner_would_not_answer(site: Site) -> None:
    learner = site.visitor(LEARNER)
    said(site, learner, INTERESTS, wishes="safety")
    site.services.checks.answer(site.visit(learner), INTERESTS, CHANNEL, now=site.clock(), is_skipped=True)
    site.services.checks.share(site.visit(learner), INTERESTS, site.clock())
    trainer, _html = record(site, learner)

    assert UNSAID in trainer.page.words
