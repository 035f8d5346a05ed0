"""« Pas maintenant » to a proposed module: the learner says it, takes it back, and the trainer reads it."""

from __future__ import annotations

import pytest

from lti_tool.web.path_words import duration_in_words
from tests.people import TRAINER
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import count, values
from tests.web.test_check_links import opened
from tests.web.test_path import part, path_of
from tests.web.test_path_record import LIST, decide, form_of, record_of
from tests.web.walking_modules import module_of

LATER = "/path/later"


def press(browser: Browser, module: str, **fields: str) -> str:
    """Press « Pas maintenant », or the way back; the words of the page that follows."""
    form = next(form for form in browser.page.main_forms if form.action.endswith(LATER))
    answer = browser.post(form.action, {**form.hidden, "module": module, **fields})
    assert 303 == answer.status_code
    return path_of(browser)


def deeds(site: Site) -> list[str]:
    """What learners did according to the audit trail, in no particular order."""
    found = values(site.engine, "audit_entry", "action", "actor")
    return sorted(str(action) for action, actor in found if str(actor).startswith("learner/"))


def title_of(site: Site) -> str:
    return " ".join(module_of(site, "M00").title.split())


def next_step(words: str) -> str:
    return part(words, "Le prochain petit pas", "Mes quatre étapes")


def test_the_next_proposal_comes_when_the_learner_says_not_now(site: Site) -> None:
    learner = opened(site, "path")
    first = title_of(site)
    before = learner.page.words
    after = press(learner, "M00")
    aside = part(after, "Vous avez laissé ces modules de côté.")

    assert first in next_step(before)
    assert first not in next_step(after)
    assert first in aside
    assert "Votre formateur voit votre choix." in aside
    assert ["module-put-off"] == deeds(site)


def test_the_module_is_on_the_list_again_when_it_is_taken_back(site: Site) -> None:
    learner = opened(site, "path")
    press(learner, "M00")
    words = press(learner, "M00", **{"take-back": "1"})

    assert "Vous avez laissé ces modules de côté." not in words
    assert title_of(site) in words.split("Tous les modules", 1)[0]
    assert ["module-put-off", "module-taken-back"] == deeds(site)


def test_a_press_sent_twice_is_one_press(site: Site) -> None:
    learner = opened(site, "path")
    press(learner, "M00")
    entries = count(site.engine, "audit_entry")
    press(learner, "M00")

    assert entries == count(site.engine, "audit_entry")
    assert 1 == count(site.engine, "path_choice")


@pytest.mark.parametrize("module", ["", "M99", "../M00", "A01\x00"])
def test_nothing_is_kept_of_a_module_that_no_page_offers(site: Site, module: str) -> None:
    learner = opened(site, "path")
    form = next(form for form in learner.page.main_forms if form.action.endswith(LATER))
    answer = learner.post(form.action, {**form.hidden, "module": module})

    assert 400 == answer.status_code
    assert 0 == count(site.engine, "path_plan")


def test_the_trainer_reads_it_and_may_put_it_back_with_the_person(site: Site) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    press(learner, "M00")
    words = record_of(site, trainer, learner)
    form = form_of(trainer, LIST)
    kept = decide(trainer, LIST, shown=["M06"], module=["M06", "M00"])

    assert title_of(site) in part(words, "« Pas maintenant », dit par la personne")
    assert "1" == form.hidden["version"]
    assert "« Pas maintenant », dit par la personne" not in kept
    assert title_of(site) in path_of(learner).split("Tous les modules", 1)[0]


def test_a_list_says_how_long_it_takes_and_that_it_is_confirmed(site: Site) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    before = record_of(site, trainer, learner)
    wanted = ["M06", "M12"]
    minutes = sum(module_of(site, one).minutes for one in wanted)
    after = decide(trainer, LIST, shown=["M00", "M06", "M07", "M12"], module=wanted)

    assert "Proposés : laissez cochés ceux qui conviennent." in before
    assert "cochés à l'ouverture de cette page : environ" in before
    assert "Proposés :" not in after
    assert "La liste confirmée : décochez ce qui ne convient plus." in after
    assert f"2 modules dans la liste : environ {duration_of(minutes)} en tout." in after
    assert "deux demi-journées" not in after


def test_a_long_list_says_that_it_is_long(site: Site) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    every = sorted(one for one in site.services.modules.known if one.startswith("M"))
    words = decide(trainer, LIST, shown=every, module=every)

    assert f"{len(every)} modules dans la liste" in words
    assert "C'est plus que deux demi-journées" in words


def duration_of(minutes: int) -> str:
    hours, rest = divmod(5 * round(minutes / 5), 60)
    return f"{hours} h {rest:02d}" if hours and rest else f"{rest} minutes" if rest else f"{hours} heures"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(5, "5 minutes"), (42, "40 minutes"), (58, "1 heure"), (120, "2 heures"), (394, "6 h 35")],
)
def test_a_duration_is_rounded_to_five_minutes(site: Site, minutes: int, words: str) -> None:
    with site.app.test_request_context("/"):
        assert words == duration_in_words(minutes)
