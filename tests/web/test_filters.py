"""The filters of the group's page: whom each finds, how they are said, and what they never reveal."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update

from lti_tool.domain.administration import AssistantView
from lti_tool.services.administrators import Administration
from lti_tool.store.attempt_rows import AreaLevelRow, AttemptRow
from tests.people import TRAINER
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.filtering import PHONE, found, mixed_course
from tests.web.rostering import queries
from tests.web.site import Site
from tests.web.tables import changed
from tests.web.test_assistants import assistant
from tests.web.test_check_links import opened

ALL = list(range(1, 12))
FILTERS = (
    *("stage=diagnostic", "stage=warm-up", "stage=activities", "stage=end"),
    *("area=any", "area=3", "equipment=1", "talk=1", "late=1", "quiet=1"),
    "stage=diagnostic&area=any&equipment=1&talk=1&late=1&quiet=1",
)


@pytest.fixture
def trainer(site: Site) -> Browser:
    """A trainer at a course of people who differ."""
    browser = site.visitor(TRAINER)
    mixed_course(site, browser)
    return browser


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("", [*ALL, 12]),
        ("stage=diagnostic", [2, 5, 6, 7, 8, 9, 10, 12]),
        ("stage=warm-up", [1, 4]),
        ("stage=activities", [3]),
        ("stage=end", [11]),
        ("area=any", [5, 6]),
        ("area=3", [5]),
        ("area=5", [6]),
        ("area=1", []),
        ("equipment=1", [1, 12]),
        ("talk=1", [7]),
        ("late=1", [9, 10]),
        ("late=1&stage=diagnostic", [9, 10]),
        ("late=1&talk=1", []),
        ("equipment=1&stage=warm-up", [1]),
        ("group=7&area=any", [5]),
        ("group=7&late=1", [9]),
    ],
)
def test_each_filter_finds_its_own_and_several_find_those_whom_all_find(
    trainer: Browser, query: str, people: list[int]
) -> None:
    """By name; the last of the twelve has left, and is listed apart."""
    assert people == found(trainer, f"?{query}")


@pytest.mark.parametrize(
    "query",
    [
        "stage=x",
        "stage=trainers",
        "area=6",
        "area=",
        "equipment=yes",
        "talk=0",
        "late=true",
        "stage=%3Cb%3E&area=9%27&rank=1&sort=level",
    ],
)
def test_unknown_words_ask_for_nothing(trainer: Browser, query: str) -> None:
    assert [*ALL, 12] == found(trainer, f"?{query}")
    assert "trouvée" not in trainer.page.words


def test_what_was_not_sent_is_not_revealed_by_a_filter(site: Site, trainer: Browser) -> None:
    """The second person told the same as the first and sent nothing: whatever they told, the list stays."""
    before = found(trainer, "?equipment=1")
    told = {**PHONE, "device": "computer"}
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).where(AttemptRow.id == "a-2").values(access=told))
    after = found(trainer, "?equipment=1")
    with site.engine.begin() as connection:
        sent = {"access": PHONE, "shared_at": site.clock()}
        connection.execute(update(AttemptRow).where(AttemptRow.id == "a-2").values(**sent))

    assert ([1, 12], [1, 12]) == (before, after)
    assert [1, 2, 12] == found(trainer, "?equipment=1")


def test_a_level_is_asked_of_the_last_attempt_alone(site: Site, trainer: Browser) -> None:
    """What the cells show: an earlier level of the same activity counts no more."""
    later = site.clock() + timedelta(minutes=1)
    with site.engine.begin() as connection:
        first = connection.execute(select(AttemptRow.__table__).where(AttemptRow.id == "a-5")).one()
        again = {"id": "later", "stage": "midway", "state": "open", "started_at": later, "updated_at": later}
        connection.execute(insert(AttemptRow), [{**first._mapping, **again}])

    assert [6] == found(trainer, "?area=any")


def test_the_active_filters_are_said_with_the_way_to_take_each_off(trainer: Browser) -> None:
    found(trainer, "?group=7&stage=diagnostic&area=any&late=1")
    words, place = trainer.page.words, trainer.at("cohort")

    assert "0 personnes trouvées, sur 6" in words.replace("0 personne trouvée", "0 personnes trouvées")
    for said in (
        "Étape\u00a0: le point de départ",
        "Niveau 0 ou 1 dans un domaine au moins",
        "Départ en retard",
        "Personne ne correspond à ces filtres.",
        "Enlever tous les filtres",
    ):
        assert said.replace("\u00a0", " ") in words.replace("\u00a0", " "), said
    assert {
        f"{place}?group=7&area=any&late=1",
        f"{place}?group=7&stage=diagnostic&late=1",
        f"{place}?group=7&stage=diagnostic&area=any",
        f"{place}?group=7",
    } <= set(trainer.page.links)


def test_one_filter_says_how_many_it_found(trainer: Browser) -> None:
    found(trainer, "?late=1")

    assert "2 personnes trouvées, sur 11" in trainer.page.words
    assert "Enlever tous les filtres" not in trainer.page.words
    assert "Prévu avant le" in trainer.page.words
    assert trainer.at("cohort") in trainer.page.links


def test_a_group_is_chosen_within_the_filters(trainer: Browser) -> None:
    found(trainer, "?late=1&group=7")
    place = trainer.at("cohort")

    assert {f"{place}?late=1", f"{place}?late=1&group=7"} <= set(trainer.page.links)


def test_the_filters_stay_from_page_to_page_and_after_a_button(site: Site) -> None:
    """Also on the way back from a record."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 130)
    with site.engine.begin() as connection:
        connection.execute(update(AreaLevelRow).where(AreaLevelRow.area == "2").values(level=1))
        change = "UPDATE delivery SET state = 'parked', reason = 'server-error' WHERE person_id = 'p-61'"
        connection.execute(text(change))
    place, asked = trainer.at("cohort"), "area=2&stage=diagnostic"
    numbers = found(trainer, f"?{asked}&page=2")
    links = set(trainer.page.links)
    (form,) = [form for form in trainer.page.main_forms if "/retry" in form.action]
    answer = trainer.post(form.action, form.hidden)
    record = next(link for link in links if "/cohort/p-61" in link)
    trainer.get(record)

    def words(address: str) -> tuple[str, set[str]]:
        path, _mark, query = address.partition("?")
        return path, set(query.split("&"))

    assert list(range(51, 101)) == numbers
    asked_words = set(asked.split("&"))
    assert (place, asked_words) in [words(link) for link in links]
    assert (place, {*asked_words, "page=3"}) in [words(link) for link in links]
    assert (place, {*asked_words, "page=2", "notice=retried"}) == words(answer.location)
    assert (place, {*asked_words, "page=2"}) in [words(link) for link in trainer.page.links]


def test_an_assistant_who_sees_progress_alone_asks_for_no_result(site: Site, trainer: Browser) -> None:
    """R04: by no field of the form, and by no address."""
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    site.services.centres.let_assistants_see(who, AssistantView.PROGRESS)
    browser = assistant(site)

    for query in ("area=any", "equipment=1", "area=3&equipment=1"):
        assert [*ALL, 12] == found(browser, f"?{query}"), query
        assert "trouvée" not in browser.page.words
    assert [9, 10] == found(browser, "?late=1&area=3")
    assert [7] == found(browser, "?talk=1&equipment=1")
    assert [3] == found(browser, "?stage=activities")
    words = browser.page.words
    for hidden in ("matériel", "Niveau 0 ou 1", "Distance", "distance", "À prévoir"):
        assert hidden not in words, hidden


@pytest.mark.parametrize("slug", ["module-m07", "path", "check-obstacles", "resources"])
def test_links_without_levels_have_the_other_filters(site: Site, trainer: Browser, slug: str) -> None:
    other = opened(site, slug, TRAINER)

    assert [*ALL, 12] == found(other, "?area=any")
    assert [9, 10] == found(other, "?late=1")
    assert [1, 12] == found(other, "?equipment=1")
    words = other.page.words
    assert "prêt d'un ordinateur" in words
    assert "Niveau 0 ou 1" not in words


def test_rows_say_where_somebody_is_and_what_a_distance_wants(trainer: Browser) -> None:
    found(trainer, "?stage=warm-up")
    warm = trainer.page.words.replace("\u00a0", " ")
    found(trainer, "?stage=end")
    end = trainer.page.words.replace("\u00a0", " ")

    assert "La mise en route" in warm.partition("Une ligne par personne")[2]
    assert "Distance, il manque : appareil" in warm
    assert "visio" not in warm.partition("Une ligne par personne")[2].partition("Niveaux")[0]
    assert "cette page n'" in warm.replace("\u2019", "'")
    assert "Prêt pour la distance" in warm
    assert "La fin de la formation, c'est commencé, Le point de départ, à faire" in end
    assert "Distance : on ne sait pas encore" in end


def test_there_is_nothing_to_choose_from_while_nobody_is_there(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("cohort?late=1"))

    assert "Personne n'a encore commencé." in trainer.page.words
    assert "Choisir qui je vois" not in trainer.page.words


def test_a_filter_writes_nothing(site: Site, trainer: Browser) -> None:
    before = site.snapshot()
    for query in FILTERS:
        found(trainer, f"?{query}")

    assert set() == changed(before, site.snapshot()) - {"session"}


def test_every_filter_asks_the_same_queries_whatever_the_size_of_the_group(site: Site) -> None:
    """Who is where is read once, for list or page: one more query for a level, and one for calls."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 3)
    few = {query: queries(trainer, f"cohort?{query}") for query in ("", *FILTERS)}
    finish_everybody(site, trainer, 400, after=3)
    many = {query: queries(trainer, f"cohort?{query}") for query in ("", *FILTERS)}

    assert few == many
    plain = many[""]
    nobody = 6  # What is read of the people of a page is not asked for nobody.
    for query in FILTERS:
        more = ("area" in query) + ("talk" in query)
        assert plain + more - nobody <= many[query] <= plain + more, (query, many[query], plain)
    assert plain <= 23


@pytest.mark.slow
def test_every_filter_of_five_thousand_people_answers_within_a_second(site: Site) -> None:
    """All of them finished, sent and told; measured 0.1 to 0.5 s of processor time."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 5_000)
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).values(access=PHONE))
        connection.execute(update(AreaLevelRow).where(AreaLevelRow.area == "2").values(level=1))
        connection.execute(text("ANALYZE"))
    for query in ("", *FILTERS):
        seconds = min(_seconds(trainer, query) for _ in range(2))
        print(f"\n{site.engine.dialect.name} {query or 'all'}: {seconds:.2f} s")
        assert seconds < 1.0, query


def _seconds(trainer: Browser, query: str) -> float:
    """Processor time of the page: other work on the machine counts little."""
    before = time.thread_time()
    assert 200 == trainer.request("GET", trainer.at(f"cohort?{query}")).status_code
    return time.thread_time() - before
