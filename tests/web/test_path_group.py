"""The trainer's group where the link opens a module or the path."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.services.administrators import Administration
from tests.people import LEARNER, TRAINER
from tests.web.crowding import finish_everybody
from tests.web.rostering import crowd, queries
from tests.web.site import Site
from tests.web.test_assistants import assistant
from tests.web.test_check_links import opened
from tests.web.walking_modules import at_step, module_of, walked


@pytest.mark.parametrize("slug", ["path", "module-m07"])
def test_the_group_says_how_far_everybody_is_in_the_modules(site: Site, slug: str) -> None:
    learner = opened(site, slug)
    walked(site, learner, "M07")
    at_step(site, learner, "M12", 2)
    trainer = opened(site, slug, TRAINER)
    words, steps = trainer.page.words, len(module_of(site, "M12").steps)
    person = site.visit(learner).launch.person_id

    assert "cohort" == trainer.page.name
    assert ("Ce module : fait" in words) is (slug == "module-m07")
    assert f"1 fait {module_of(site, 'M12').title} : étape 2 sur {steps}" in words
    assert "Le point de départ, à faire" in words
    assert "1 étape faite pour de vrai" in words
    assert "Comment lire les niveaux" not in words
    assert any(f"/cohort/{person}" in link for link in trainer.page.links)


def test_whoever_never_opened_the_module_is_in_the_group_too(site: Site) -> None:
    """Their path can be prepared before they come."""
    trainer = opened(site, "module-m07", TRAINER)
    crowd(site, trainer, 3)
    trainer.get(trainer.at("cohort"))
    words = trainer.page.words

    assert 3 == words.count("pas encore ouvert")
    assert words.index("Nom 0") < words.index("Nom 1") < words.index("Nom 2")
    assert 3 == len([link for link in trainer.page.links if "/cohort/" in link])


def test_the_group_of_a_module_is_read_with_as_many_queries_whatever_its_size(site: Site) -> None:
    trainer = opened(site, "module-m07", TRAINER)
    finish_everybody(site, trainer, 3)
    few = queries(trainer), queries(trainer, "cohort/p-2")
    finish_everybody(site, trainer, 60, after=3)
    many = queries(trainer), queries(trainer, "cohort/p-2")

    assert few == many
    assert many[0] <= 29
    trainer.get(trainer.at("cohort?page=2"))
    assert "Page 2 sur 2" in trainer.page.words


def test_an_assistant_who_sees_progress_alone_reads_how_far_people_are_and_no_more(site: Site) -> None:
    learner = opened(site, "module-m07")
    walked(site, learner, "M07")
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    site.services.centres.let_assistants_see(who, AssistantView.PROGRESS)
    browser = assistant(site)
    browser.get(browser.at("cohort"))
    words = browser.page.words

    assert LEARNER.name in words
    assert not any("/cohort/" in link for link in browser.page.links)
    assert "pour de vrai" not in words
