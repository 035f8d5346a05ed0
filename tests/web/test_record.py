"""What a trainer fills in beside a learner, and results from elsewhere on both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.outside import OutsideResult, evidence_of
from lti_tool.domain.roles import Rights
from lti_tool.domain.start import Stage
from lti_tool.web.outside import today
from tests.checks import the_check
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused

TOSA = {"day": "2026-03-05", "score": "600", "agrees": "1"}


def person_of(site: Site, browser: Browser) -> str:
    return site.visit(browser).launch.person_id


def results(site: Site, browser: Browser) -> tuple[OutsideResult, ...]:
    return site.services.outside_results.of_learner(site.visit(browser))


def write_down(browser: Browser, source: str, fields: dict[str, str], person: str = "") -> None:
    """Open the form of a source and send it."""
    place = f"cohort/{person}/outside/{source}" if person else f"outside/{source}"
    browser.get(browser.at(place))
    browser.submit(fields)


def test_the_learner_reads_what_was_seen_together_when_a_trainer_fills_in_the_grid(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)

    trainer.get(trainer.at(f"cohort/{person}/skills"))
    trainer.submit({"line-asking": "often", "line-punctual": "pillar"})
    learner.get(learner.at("checks/soft-skills"))

    assert ("check", "Ma façon de travailler") == (learner.page.name, learner.page.heading)
    assert "Demander de l'aide Souvent" in learner.page.words
    assert learner.page.main_forms == []


def test_a_line_stays_as_it_was_when_only_another_one_is_changed(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    place = trainer.at(f"cohort/{person_of(site, learner)}/skills")
    trainer.send(place, {"line-asking": "often"})
    trainer.send(place, {"line-punctual": "pillar"})

    body = trainer.get(place).get_data(as_text=True)

    assert 'id="asking-often" checked' in body
    assert 'id="punctual-pillar" checked' in body


def test_a_clear_sentence_comes_when_nothing_is_chosen_in_the_grid(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    before = site.snapshot()

    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}/skills"))
    answer = trainer.submit()

    assert (answer.status_code, "Choisissez au moins une ligne." in trainer.page.words) == (422, True)
    assert before["check_run"] == site.snapshot()["check_run"]


@pytest.mark.parametrize("fields", [{"line-asking": "never"}, {"line-nope": "often"}])
def test_a_grid_is_refused_when_no_page_of_ours_sends_it(site: Site, fields: dict[str, str]) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)

    refused(trainer.post(trainer.at(f"cohort/{person_of(site, learner)}/skills"), fields), 400, "e-link")


@pytest.mark.parametrize("place", ["skills", "outside", "outside/tosa"])
def test_a_trainer_finds_nobody_of_another_course(site: Site, place: str) -> None:
    """Z: the person exists, in a course that is not this trainer's."""
    outsider, trainer = site.visitor(OUTSIDER), site.visitor(TRAINER)

    answer = trainer.get(trainer.at(f"cohort/{person_of(site, outsider)}/{place}"))

    refused(answer, 404, "e-notfound")


def test_the_grid_has_four_wordings_and_no_number() -> None:
    check = the_check("soft-skills")

    assert {4} == {len(question.choices) for question in check.questions}
    assert {None} == {choice.rating for question in check.questions for choice in question.choices}
    assert "" == "".join(question.subject for question in check.questions)


def test_a_result_is_kept_with_its_words_when_a_learner_writes_it_down(site: Site) -> None:
    learner = site.visitor(LEARNER)

    write_down(learner, "tosa", {**TOSA, "says": "Réussi  du premier coup"})

    words = learner.page.words
    assert ("outside", "C'est gardé ✔" in words) == (learner.page.name, True)
    for part in ("TOSA DigComp", "5 mars 2026", "600 sur 1000", "Réussi du premier coup"):
        assert part in words


def test_a_result_is_kept_once_when_its_form_is_sent_twice(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("outside/tosa"))
    form = learner.page.form

    statuses = [learner.post(form.action, {**form.hidden, **TOSA}).status_code for _ in range(2)]

    assert [303, 303] == statuses
    assert len(results(site, learner)) == 1


def test_each_field_says_what_is_the_matter_when_a_result_cannot_be_kept(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("outside/tosa"))

    answer = learner.submit({"day": "2030-01-01", "score": "2000", "says": "À garder"})
    words = learner.page.words

    assert answer.status_code == 422
    assert "Cette date n'est pas encore passée." in words
    assert "Écrivez un nombre de 1 à 1000." in words
    assert "À garder" in answer.get_data(as_text=True)
    assert () == results(site, learner)


def test_a_yes_is_asked_of_the_learner_when_a_trainer_wrote_the_result(site: Site) -> None:
    """It starts nothing until then, and no longer once the yes is taken back."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    write_down(trainer, "tosa", TOSA, person_of(site, learner))

    def evidence() -> int:
        sources = site.services.outside_results.sources
        with site.app.app_context():
            return len(evidence_of(results(site, learner), sources, today()))

    found = [evidence()]
    learner.get(learner.at("outside"))
    asked = learner.page.words
    learner.submit({"agrees": "1"})
    found.append(evidence())
    learner.submit({"agrees": "0"})
    found.append(evidence())

    assert "Écrit par un formateur." in asked
    assert "Oui, servez-vous-en" in asked
    assert [0, 1, 0] == found


def test_a_result_is_forgotten_when_the_learner_says_so(site: Site) -> None:
    learner = site.visitor(LEARNER)
    write_down(learner, "docimo", {"day": "2026-01-02", "says": "Bien"})

    learner.submit({"remove": "1"})

    assert () == results(site, learner)


def test_a_trainer_forgets_only_what_trainers_wrote_down(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    write_down(learner, "tosa", TOSA)
    write_down(trainer, "pix", {"day": "2026-01-02", "score": "200"}, person)
    by_source = {result.source: result.id for result in results(site, learner)}

    statuses = {
        source: trainer.post(
            trainer.at(f"cohort/{person}/outside/results/{found}"), {"remove": "1"}
        ).status_code
        for source, found in by_source.items()
    }

    assert {"tosa": 404, "pix": 303} == statuses
    assert ["tosa"] == [result.source for result in results(site, learner)]


def test_nobody_decides_about_a_result_of_somebody_else(site: Site) -> None:
    learner, other = site.visitor(LEARNER), site.visitor(OUTSIDER)
    write_down(learner, "tosa", TOSA)
    (result,) = results(site, learner)

    for fields in ({"agrees": "0"}, {"remove": "1"}):
        refused(other.post(other.at(f"outside/results/{result.id}"), fields), 404, "e-notfound")

    assert (result,) == results(site, learner)


@pytest.mark.parametrize("submission", ["", "x", "../../../../etc", "é" * 12, "a" * 33])
def test_a_result_is_refused_when_its_form_has_no_mark_of_ours(site: Site, submission: str) -> None:
    learner = site.visitor(LEARNER)

    refused(learner.post(learner.at("outside/tosa"), {**TOSA, "submission": submission}), 400, "e-link")


def test_the_list_is_full_at_thirty_and_says_so(site: Site) -> None:
    learner = site.visitor(LEARNER)
    for number in range(30):
        learner.post(learner.at("outside/tosa"), {**TOSA, "submission": f"submission-{number}"})

    answer = learner.post(learner.at("outside/tosa"), {**TOSA, "submission": "submission-30"})

    assert (answer.status_code, "La liste est pleine." in learner.page.words) == (422, True)
    assert len(results(site, learner)) == 30


def test_an_assistant_fills_in_the_grid_as_a_trainer_does(site: Site) -> None:
    """The same rights as on the record page."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    visit = site.visit(trainer)
    assistant = replace(visit, launch=replace(visit.launch, rights=Rights.ASSISTANT.value))

    record = site.services.cohorts.record(assistant, person_of(site, learner))
    run = site.services.checks.fill(assistant, record, "soft-skills", {"asking": "often"}, site.clock())

    assert run is not None
    assert Stage.ENTRY is run.stage


def test_a_result_starts_nothing_when_it_is_written_down_without_a_yes(site: Site) -> None:
    learner = site.visitor(LEARNER)

    write_down(learner, "tosa", {"day": "2026-03-05", "score": "600"})

    assert [None] == [result.agreed_at for result in results(site, learner)]
    assert "Il ne sert pas à choisir vos situations." in learner.page.words


def test_the_record_shows_what_was_sent_beside_what_was_measured(site: Site) -> None:
    """Obstacles and rating as the learner told them, the grid of both, the result from elsewhere."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    place = trainer.at(f"cohort/{person_of(site, learner)}")
    for check, answers in (("obstacles", ("cost", "fear")), ("self-rating", ("alone",) * 5)):
        learner.get(learner.at(f"checks/{check}"))
        learner.submit()
        for answer in answers:
            learner.submit({"choice": answer})
        if check == "obstacles":
            learner.submit({"line": "Le bruit à la maison"})
        learner.submit()
    write_down(learner, "tosa", TOSA)
    site.finish(learner)
    trainer.send(f"{place}/skills", {"line-asking": "often"})

    trainer.get(place)

    for words in (
        "Internet coûte trop cher",
        "J'ai peur de ne pas y arriver",
        "Le bruit à la maison",
        "Je sais faire sans aide mesuré",
        "Demander de l'aide Souvent",
        "600 sur 1000",
    ):
        assert words in trainer.page.words.replace("\u00a0", " "), words


def test_the_result_offers_what_is_not_done_and_tells_the_gap_kindly(site: Site) -> None:
    """Who rated themselves far above what they showed reads no reproach, and no number."""
    learner = site.visitor(LEARNER)
    first = learner.page.links
    learner.get(learner.at("checks/self-rating"))
    learner.submit()
    for _ in range(5):
        learner.submit({"choice": "helping"})
    site.finish(learner)
    site.answer_access(learner)

    words = learner.page.words

    assert any(link.endswith("/checks/self-rating") for link in first)
    assert "Il y a encore à découvrir ici." in words
    assert "Ce qui me freine" in words
    assert "Ce que je pense savoir faire" not in words
