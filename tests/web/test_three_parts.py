"""Access, skills and uses stand apart; help counts for less than alone; the goal is on every drawing."""

from __future__ import annotations

import re

from lti_tool.domain.profile import profile_of
from tests.people import LEARNER, TRAINER
from tests.web.beside import person_of
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.staging import do, enter, everything, sent

SLUG = "diagnostic"


def told_wishes(learner: Browser) -> None:
    """Somebody says what they want to do and how to reach them, and sends it."""
    learner.get(learner.at("checks/interests"))
    learner.submit()
    for answer in ("family", "sms"):
        learner.submit({"choice": answer})
    learner.submit()


def levels(site: Site, browser: Browser) -> dict[str, int]:
    found = profile_of(site.attempt(browser), site.services.bank).areas
    return {area: estimate.level for area, estimate in found.items()}


def test_what_is_said_of_access_changes_no_level_and_stands_in_a_part_of_its_own(site: Site) -> None:
    """S2-02: means and skills are asked, stored and told apart."""
    learner = do(site, SLUG, everything)
    before, grades = levels(site, learner), site.snapshot()["delivery"]
    visit, now = site.visit(learner), site.clock()
    for question in ("device", "connection", "place"):
        site.services.attempts.answer_access(visit, question, "none", now)
    sent(learner)
    trainer = enter(site, SLUG, TRAINER)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}"))
    skills, _mark, access = trainer.page.words.partition("Matériel, connexion, lieu, premiers pas")

    assert before == levels(site, learner)
    assert grades.rows == site.snapshot()["delivery"].rows
    assert "Les cinq domaines" in skills
    for said in ("Je n'ai pas d'appareil", "Non, pas chez moi", "Non, pas vraiment"):
        assert said in access.replace("\u2019", "'").replace("\u00a0", " "), said
        assert said not in skills


def test_access_skills_and_uses_are_three_parts_of_a_record_and_no_number_blends_them(site: Site) -> None:
    """S0-01: what somebody wants to do is told beside what they can do and what they have."""
    learner = do(site, SLUG, everything)
    before = levels(site, learner)
    told_wishes(learner)
    site.services.attempts.answer_access(site.visit(learner), "device", "none", site.clock())
    learner.get(learner.at("result"))
    sent(learner)
    trainer = enter(site, SLUG, TRAINER)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}"))
    words = trainer.page.words.replace("\u2019", "'").replace("\u00a0", " ")
    parts = {
        "Les cinq domaines": "niveau",
        "Matériel, connexion, lieu, premiers pas": "Je n'ai pas d'appareil",
        "Ce que je veux faire": "Parler avec ma famille",
    }
    places = [words.index(title) for title in parts]

    assert before == levels(site, learner)
    assert len(set(places)) == len(parts)
    for title, said in parts.items():
        assert said in words.partition(title)[2][:900], title
    assert set(before) == {"1", "2", "3", "4", "5"}


def test_every_drawing_of_levels_shows_the_goal(site: Site) -> None:
    """S1-38: level 3, for the learner and for the trainer."""
    learner = sent(do(site, SLUG, everything))
    own = learner.get(learner.at("result")).get_data(as_text=True)
    trainer = enter(site, SLUG, TRAINER)
    group = trainer.get(trainer.at("cohort")).get_data(as_text=True)
    reached = sum(level > 2 for level in levels(site, learner).values())

    assert 5 == own.count("is-goal")
    assert "le but de la formation" in learner.page.words
    assert reached > 0
    assert reached + 2 == len(re.findall(r"level--[34]\b", group))  # and the two of the legend
    assert "le niveau 3, est atteint" in trainer.page.words
    assert LEARNER.name in trainer.page.words
