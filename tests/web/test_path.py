"""The learner's path: what is said, what leads on, what never is said."""

from __future__ import annotations

import pytest

from lti_tool.domain.path import HALF_DAY_MINUTES
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.staging import do, everything, nothing
from tests.web.test_check_links import opened
from tests.web.walking_modules import at_step, module_of, walked

FROWNED_ON = ("erreur", "échec", "score", "examen", "évaluation", "obligatoire", "raté", "%")
STAGES = ("Le point de départ", "La mise en route", "Les activités", "La fin de la formation")


def path_of(browser: Browser) -> str:
    """The words of the path at this browser's link."""
    assert browser.get(browser.at("path")).status_code == 200
    return browser.page.words


def part(words: str, start: str, end: str = "") -> str:
    """What stands between two headings."""
    assert start in words, start
    rest = words.split(start, 1)[1]
    assert not end or end in rest, end
    return rest.split(end, 1)[0] if end else rest


def test_a_link_opens_the_path_with_one_next_step_and_four_stages(site: Site) -> None:
    browser = opened(site, "path")
    words = browser.page.words

    assert ("path", "Mon parcours") == (browser.page.name, browser.page.heading)
    assert "Bienvenue" in part(words, "Le prochain petit pas", "Commencer")
    assert words.index("Le prochain petit pas") < words.index("Mes quatre étapes") < words.index("Ensuite")
    assert 4 == part(words, "Mes quatre étapes", "Ensuite").count(" à faire")
    assert list(STAGES) == sorted(STAGES, key=words.index)
    assert [] == [word for word in FROWNED_ON if word in words.lower()]
    assert browser.at("modules/M00") in browser.page.links


def test_the_day_before_which_the_starting_point_is_due_is_kind_once_it_has_passed(site: Site) -> None:
    """S1-13."""
    first = "si possible" in opened(site, "path").page.words
    site.wait(days=31)
    later = opened(site, "path").page.words

    assert first
    assert "Vous pouvez encore le faire." in later
    assert "si possible" not in later


def test_the_list_has_its_reasons_when_everything_is_still_to_learn(site: Site) -> None:
    """Each module once, with a reason; the first half-day is not too long; safety is on the list."""
    browser = do(site, "diagnostic", nothing)
    words = path_of(browser)
    visit = site.visit(browser)
    path = site.services.paths.own(visit, site.clock())
    start = [one for one in path.to_do if one.is_first_half_day]

    assert "C'est encore à apprendre :" in words
    assert "fait, le" in part(words, "Le point de départ", "La mise en route")
    assert "La première demi-journée" in words
    assert "Après la mise en route" in words
    assert sum(one.module.minutes for one in start) <= HALF_DAY_MINUTES
    assert {"M00", "M06", "M07", "M12"} <= {one.module.id for one in path.to_do}
    assert not [one for one in path.to_do if one.module.part.value == "trainers"]
    assert 1 == browser.page.links.count(browser.at("modules/M12"))


def test_somebody_strong_reads_it_kindly_when_nothing_is_left(site: Site) -> None:
    browser = do(site, "diagnostic", everything)
    few = {one.module.id for one in site.services.paths.own(site.visit(browser), site.clock()).to_do}
    for module in few:
        walked(site, browser, module)
    words = path_of(browser)

    assert len(few) < 8
    assert {"M00", "M06", "M07"} <= few
    assert "Vous savez déjà beaucoup de choses. Aucun module ne vous attend." in words
    assert "Le prochain petit pas" not in words
    assert "fait" in part(words, "Déjà fait")


def test_what_is_under_way_is_the_next_step_and_says_where(site: Site) -> None:
    browser = opened(site, "path")
    at_step(site, browser, "M07", 2)
    total = len(module_of(site, "M07").steps)
    words = path_of(browser)

    following = part(words, "Le prochain petit pas", "Continuer")
    assert module_of(site, "M07").title in following
    assert f"étape 2 sur {total}" in following
    assert "La mise en route c'est commencé" in words


def test_every_module_stays_reachable_under_all_modules(site: Site) -> None:
    browser = opened(site, "path")
    known = site.services.modules.known

    learners = {name for name, module in known.items() if module.part.value != "trainers"}
    offered = {link.rpartition("/")[2] for link in browser.page.links if "/modules/" in link}

    assert learners == offered
    assert "Tous les modules" in browser.page.words


def test_the_four_conditions_have_a_next_step_each_and_forbid_nothing(site: Site) -> None:
    browser = opened(site, "path")
    before = part(browser.page.words, "Prêt pour la distance", "Tous les modules")
    walked(site, browser, "M06")
    after = part(path_of(browser), "Prêt pour la distance", "Tous les modules")

    assert 3 == before.count("pas encore dit")
    assert 3 == before.count("Dites-le à votre formateur.")
    assert "Faire le module de la visioconférence" in before
    assert "Faire le module de la visioconférence" not in after
    assert "La visioconférence, essayée une fois prêt" in after
    assert "Tout reste ouvert." in after


def test_a_result_names_the_next_modules_and_leads_to_the_path(site: Site) -> None:
    browser = do(site, "diagnostic", nothing)
    browser.get(browser.at("result"))
    onward = part(browser.page.words, "Et maintenant", "Voir mon parcours")

    assert 3 == onward.count(" minutes")
    assert "Bienvenue" in onward
    assert browser.at("path") in browser.page.links


def test_the_path_is_for_learners(site: Site) -> None:
    trainer = site.visitor(TRAINER)

    refused(trainer.get(trainer.at("path")), 404, "e-notfound", "learners-only")


def test_a_trainer_sees_the_group_when_the_link_opens_the_path(site: Site) -> None:
    opened(site, "path")

    assert "cohort" == opened(site, "path", TRAINER).page.name


@pytest.mark.parametrize("place", ["welcome", "result", "tasks/1"])
def test_there_are_no_tasks_at_the_link_of_the_path(site: Site, place: str) -> None:
    browser = opened(site, "path", LEARNER)

    refused(browser.get(browser.at(place)), 404, "e-notfound")
