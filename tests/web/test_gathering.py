"""What is told about one person on their record, and the two lists of a whole group."""

from __future__ import annotations

from dataclasses import replace

from tests.people import LEARNER
from tests.web.site import Site
from tests.web.staging import enter
from tests.web.test_actions import SLUG, at_actions, person_of, told


def test_the_record_tells_what_is_to_be_done(site: Site) -> None:
    learner, trainer = told(site), at_actions(site)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}"))

    assert "À faire pour cette personne" in trainer.page.words
    assert any(link.endswith(f"cohort/{person_of(site, learner)}/actions") for link in trainer.page.links)


def test_who_is_not_ready_for_the_distance_is_told_with_a_way_out(site: Site) -> None:
    told(site)
    trainer = at_actions(site)
    trainer.get(trainer.at("actions/distance"))

    assert "Un prêt, ou des heures d'ordinateur au centre." in trainer.page.words
    assert "Un endroit calme" not in trainer.page.words
    assert "Faites-le une fois au centre, avec le groupe." in trainer.page.words


def test_the_first_gathering_has_everybody_and_blank_lines(site: Site) -> None:
    late = replace(LEARNER, key="learner-1", sub="1001", given_name="Apprenant", family_name="1")
    told(site)
    enter(site, SLUG, late)
    trainer = at_actions(site)
    html = trainer.get(trainer.at("actions/gathering")).get_data(as_text=True)

    assert 4 == html.count("gathering__blank is-spare")
    assert "oui, le" in trainer.page.words
    assert "pas encore envoyés" in trainer.page.words
    assert "prêt d'un ordinateur" in trainer.page.words


def test_the_trial_of_the_video_room_is_told_once_for_the_group(site: Site) -> None:
    """One sentence with the names behind it, instead of the same words in each row."""
    told(site)
    told(site, replace(LEARNER, key="learner-1", sub="1001", given_name="Apprenant", family_name="1"))
    trainer = at_actions(site)
    html = trainer.get(trainer.at("actions/distance")).get_data(as_text=True)
    group, _table, rows = html.partition("<table")
    names = group.partition("<details>")[2]
    trainer.get(trainer.at("cohort"))

    assert "2 personnes n'ont pas encore fait l'essai de visio." in html_words(group)
    assert LEARNER.name in names
    assert "Apprenant 1" in names
    assert "modules/M06" in group
    assert "visio" not in rows.lower()
    assert "2 personnes de cette page n'ont pas encore fait l'essai de visio." in trainer.page.words
    assert any(link.endswith("actions/distance") for link in trainer.page.links)


def test_whoever_lacks_nothing_but_the_video_room_is_in_no_row(site: Site) -> None:
    told(site, device="computer", connection="home", place="calm")
    trainer = at_actions(site)
    trainer.get(trainer.at("actions/distance"))

    assert "1 personne n'a pas encore fait l'essai de visio." in trainer.page.words
    assert "Rien d'autre ne manque" in trainer.page.words
    assert "Ce que vous pouvez proposer" not in trainer.page.words


def test_blanks_of_the_sheet_are_no_facts(site: Site) -> None:
    """What nobody noted is dotted, with words for who hears the page; a fact stays a fact."""
    enter(site, SLUG, LEARNER)
    trainer = at_actions(site)
    trainer.get(trainer.at("actions/gathering"))
    words = trainer.page.words

    assert "Ce qui est marqué « …… » et les cases sont à compléter à la main, pendant la séance." in words
    assert "Date : …… à compléter à la main" in words
    assert "Matériel remis : …… à compléter à la main" in words
    assert "Remise à niveau choisie : …… à compléter à la main" in words
    assert "Matériel remis : rien" not in words
    assert "Point de départ fait : non" in words


def html_words(html: str) -> str:
    return " ".join(html.replace("&#39;", "'").split())
