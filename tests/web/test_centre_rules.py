"""What a centre decides: when trainers read a result, and how long people are kept."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import KEPT_MONTHS, Sharing
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.administering import administrator, deeds
from tests.web.browser import Browser
from tests.web.refusing import refused
from tests.web.site import Site

AT_END = "À la fin, Paul Morel voit votre résultat. Vos réponses sur votre matériel aussi."
ON_SEND = "Paul Morel le voit si vous appuyez sur « Envoyer »."
ALREADY = "Paul Morel voit déjà cette page. C'est le choix de votre centre."


def choose(site: Site, path: str, **values: str) -> Browser:
    """The administrator presses one of the buttons of the centre's page."""
    admin = administrator(site)
    form = next(form for form in admin.page.main_forms if form.action.endswith(path))
    admin.send(form.action, {**form.hidden, **values})
    return admin


def read_by_trainer(site: Site, learner: Browser) -> str:
    """What a trainer reads in the record of this learner."""
    trainer, person = site.visitor(TRAINER), site.visit(learner).launch.person_id
    trainer.get(trainer.at(f"people/{person}"))
    return trainer.page.words


def test_a_trainer_reads_the_result_at_the_end_when_the_centre_wants_it(site: Site) -> None:
    site.visitor(TRAINER)
    choose(site, "/sharing", sharing="end")
    learner = site.visitor(LEARNER)
    told = learner.page.words
    site.finish(learner)
    before = learner.page.name
    site.answer_access(learner)

    assert AT_END in told
    assert ON_SEND not in told
    assert before == "step"
    assert ALREADY in learner.page.words
    assert [] == [form for form in learner.page.main_forms if form.action.endswith("/result")]
    assert "Pas encore envoyé" not in read_by_trainer(site, learner)
    assert site.attempt(learner).shared_at is not None


def test_whoever_began_before_keeps_what_they_were_told(site: Site) -> None:
    """In both directions: the page said it, so it is so."""
    site.visitor(TRAINER)
    early, late = site.visitor(LEARNER), site.browser()
    early.submit()
    choose(site, "/sharing", sharing="end")
    late.enter(OUTSIDER)
    late.submit()
    choose(site, "/sharing", sharing="sent")
    for browser in (early, late):
        site.finish(browser)

    assert site.attempt(early).shared_at is None
    assert site.attempt(late).shared_at is not None


def test_the_page_that_was_open_counts_when_the_rule_changes(site: Site) -> None:
    """Somebody reads the first page, the administrator decides, then they press "begin"."""
    site.visitor(TRAINER)
    learner = site.visitor(LEARNER)
    choose(site, "/sharing", sharing="end")
    learner.submit()

    assert not site.attempt(learner).is_shared_at_end


def test_not_now_is_taken_up_under_the_rule_that_was_told(site: Site) -> None:
    site.visitor(TRAINER)
    learner = site.visitor(LEARNER)
    learner.send(learner.at("later"))
    choose(site, "/sharing", sharing="end")
    learner.get(learner.at("welcome"))
    told = learner.page.words
    learner.submit()

    assert AT_END in told
    assert site.attempt(learner).is_shared_at_end


def test_both_choices_are_offered_and_written_down(site: Site) -> None:
    admin = choose(site, "/sharing", sharing="end")
    form = next(form for form in admin.page.main_forms if form.action.endswith("/sharing"))
    admin.get("/admin/audit")

    assert set(Sharing) == form.offers("sharing")
    assert "Moment où les formateurs lisent un résultat choisi" in admin.page.words
    assert "Dès la fin des tâches" in admin.page.words
    refused(admin.post("/admin/sharing", {"sharing": "never"}), 400, "e-link", "unknown-sharing")


def test_a_shorter_time_is_set_at_once_when_it_concerns_nobody(site: Site) -> None:
    admin = choose(site, "/months", months="12")

    assert "C'est enregistré" in admin.page.words
    learner = site.visitor(LEARNER)
    learner.get(learner.at("my-data"))
    assert "Gardé 12 mois après votre dernière visite." in learner.page.words
    assert "Les textes libres s'effacent" not in learner.page.words


def test_it_asks_first_when_somebody_would_be_forgotten_the_same_night(site: Site) -> None:
    site.visitor(LEARNER)
    site.wait(days=200)
    admin = choose(site, "/months", months="6")
    asked = admin.page.words
    before = site.services.privacy.sweep().people
    form = next(form for form in admin.page.main_forms if form.action.endswith("/months"))
    admin.send(form.action, form.hidden)

    assert "1 personne n'est plus venue depuis plus longtemps." in asked
    assert "Rien n'est changé pour l'instant." in asked
    assert {"months": "6", "sure": "1"}.items() <= form.hidden.items()
    assert (0, 1) == (before, site.services.privacy.sweep().people)
    assert "kept-months-set" in deeds(site)


@pytest.mark.parametrize("months", ["", "0", "7", "48", "٦", "6.0", "1e1"])
def test_a_time_that_no_centre_may_choose_is_refused(site: Site, months: str) -> None:
    admin = administrator(site)

    refused(admin.post("/admin/months", {"months": months}), 400, "e-link", "unknown-months")
    assert max(KEPT_MONTHS) == 36
    assert "kept-months-set" not in deeds(site)
