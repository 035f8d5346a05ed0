"""The sheet of the end of a training: four headings, for the learner and for the trainer."""

from __future__ import annotations

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.site import Site, refused
from tests.web.staging import do, enter, everything, nothing, sent

HEADINGS = (
    "1. Le chemin parcouru",
    "2. Points forts et points à améliorer",
    "3. Les obstacles levés",
    "4. Les capacités acquises",
)


def test_the_sheet_tells_the_way_from_the_entry_to_the_end(site: Site) -> None:
    first = do(site, "diagnostic", nothing)
    site.wait(days=60)
    browser = do(site, "diagnostic-end", everything)
    links = browser.page.links
    browser.get(browser.at("sheet"))
    words = browser.page.words

    assert (browser.page.name, browser.page.heading) == ("sheet", "Feuille de fin de formation")
    assert browser.at("sheet") in links
    assert first.at("sheet") not in first.page.links
    assert [words.index(heading) for heading in HEADINGS] == sorted(words.index(one) for one in HEADINGS)
    assert words.count("progrès clair") == 6
    assert "« Progrès probable » : le hasard seul" in words.replace("\xa0", " ")
    assert "(sans aide)" in words
    assert "LO" in words
    assert "Sait " in words
    assert "positionnement" in words
    assert "certif" not in words.lower()
    assert f"Signature de {LEARNER.name}" in words


def test_the_sheet_has_lines_to_fill_in_when_there_is_little_to_tell(site: Site) -> None:
    browser = do(site, "diagnostic", nothing)
    browser.get(browser.at("sheet"))
    words = browser.page.words

    assert "Sait ouvrir une activité et passer d'une page à l'autre." in words
    assert words.replace("\xa0", " ").count("À remplir à la main :") == 2
    assert "progrès clair" not in words
    assert "Progrès probable" not in words
    assert "Il y a une seule mesure : on ne peut encore rien dire d'un progrès." in words.replace("\xa0", " ")


def test_no_progress_is_explained_when_none_was_measured(site: Site) -> None:
    do(site, "diagnostic", everything)
    site.wait(days=60)
    browser = do(site, "diagnostic-end", everything)
    browser.get(browser.at("sheet"))
    words = browser.page.words.replace("\xa0", " ")

    assert "pas de changement clair mesuré" in words
    assert "Les deux mesures sont trop proches pour parler d'un progrès." in words
    assert "Progrès probable" not in words


def test_the_way_leads_back_when_nothing_was_finished(site: Site) -> None:
    browser = enter(site, "diagnostic-end")
    browser.get(browser.at("sheet"))

    assert browser.page.name == "welcome"


def test_the_trainer_reads_the_sheet_of_what_was_sent(site: Site) -> None:
    do(site, "diagnostic", nothing)
    browser = do(site, "diagnostic-end", everything)
    person = site.visit(browser).launch.person_id
    trainer = enter(site, "diagnostic-end", TRAINER)
    trainer.get(trainer.at(f"cohort/{person}/sheet"))
    before = trainer.page.name
    sent(browser)
    trainer.get(trainer.at(f"cohort/{person}/sheet"))

    assert before == "learner"
    assert trainer.page.name == "sheet"
    assert LEARNER.name in trainer.page.words
    # The entry was not sent: nothing of it is told.
    assert "progrès clair" not in trainer.page.words


def test_one_way_leads_to_the_sheet_from_a_record(site: Site) -> None:
    do(site, "diagnostic", nothing)
    browser = sent(do(site, "diagnostic-end", everything))
    person = site.visit(browser).launch.person_id
    trainer = enter(site, "diagnostic-end", TRAINER)
    trainer.get(trainer.at(f"cohort/{person}"))

    assert [trainer.at(f"cohort/{person}/sheet")] == [one for one in trainer.page.links if "/sheet" in one]


def test_nobody_else_reads_a_sheet(site: Site) -> None:
    browser = sent(do(site, "diagnostic", nothing))
    person = site.visit(browser).launch.person_id
    other = site.visitor(OUTSIDER)
    other.get(other.at("sheet"))

    assert other.page.name == "welcome"
    refused(other.request("GET", other.at(f"cohort/{person}/sheet")), 403, "e-role")
    refused(other.request("GET", browser.at("sheet")), 401, "e-expired")


def test_the_obstacles_are_those_of_both_ends_when_they_were_asked_twice(site: Site) -> None:
    first = do(site, "diagnostic", nothing)
    _say(site, first, "fear")
    last = do(site, "diagnostic-end", nothing)
    _say(site, last, "")
    last.get(last.at("sheet"))
    words = last.page.words.replace("\xa0", " ")

    assert "Levés : " in words
    assert words.count("À remplir à la main :") == 1


def _say(site: Site, browser: object, named: str) -> None:
    """Answer every question about obstacles: the choices whose id holds this word, else "none of these"."""
    visit = site.visit(browser)  # type: ignore[arg-type]  # a browser
    check = site.services.checks.known["obstacles"]
    for question in check.questions:
        found = tuple(choice.id for choice in question.choices if named and named in choice.id)
        alone = tuple(choice.id for choice in question.choices if choice.is_alone)
        chosen = found or alone
        site.services.checks.answer(
            visit, check.slug, question.id, now=site.clock(), choices=chosen, is_skipped=not chosen
        )
