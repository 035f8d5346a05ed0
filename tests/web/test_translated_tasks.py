"""Tasks in the language of the page: changed at any moment, and every answer counts the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.item import Fill, Item
from lti_tool.services.trials import Trials
from lti_tool.store.engine import make_engine
from tests.dutch import CAN_DO, DRAWN, HELP, QUESTION, dutch_bank
from tests.fake_lms import FakeLms
from tests.people import LEARNER, TRAINER
from tests.web.answers import Answer, right_answer
from tests.web.beside import agree, fill, person_of
from tests.web.browser import Browser
from tests.web.site import House, Parts, Site, house_on
from tests.web.test_languages import choose
from tests.web.test_two_languages import choose as choose_second

UNTOLD = "credit-photo-journal"


@pytest.fixture(scope="module")
def house(parts: Parts, migrated_file: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An installation with tasks where one types, and those of the trial; all but one are told in Dutch."""
    path = tmp_path_factory.mktemp("dutch") / "passerelle.sqlite3"
    shutil.copy(str(migrated_file), path)
    engine = make_engine(f"sqlite:///{path}")
    known, trial = parts.shelf.bank, Trials(bank=parts.shelf.bank, activities={}).tasks
    items = [item for item in known.items if is_typed(item) or item in trial]
    bank = dutch_bank(Bank(items, "typed"), UNTOLD)
    with house_on(engine, replace(parts, shelf=replace(parts.shelf, bank=bank))) as house:
        yield house
    engine.dispose()


@pytest.fixture
def site(house: House, lms: FakeLms) -> Site:
    """That installation without any row but its platform."""
    lms.end_faults()
    return house.opened(lms)


def is_typed(item: Item) -> bool:
    """Whether it is one drawn screen with words to type."""
    scene = item.scenes[0]
    is_form = isinstance(scene.task, Fill) and any(
        field.expected.one_of or field.expected.words for field in scene.task.fields
    )
    return is_form and len(item.scenes) == 1 and scene.screen["kind"] != "none"


def begun(site: Site) -> Browser:
    """A learner before a task where one types, told in Dutch."""
    return before(site, lambda item: is_typed(item) and item.id != UNTOLD)


def before(site: Site, is_wanted: Callable[[Item], bool]) -> Browser:
    """A learner before such a task."""
    browser = site.visitor(LEARNER)
    browser.submit()
    while not is_wanted(open_item(site, browser)):
        browser.submit({"skip": "1"})
    return browser


def html_in(browser: Browser, language: str, place: str) -> str:
    """A page in this language."""
    browser.get(choose(browser, language, browser.at(place)))
    return browser.request("GET", browser.at(place)).get_data(as_text=True)


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main")[0]


def here(site: Site, browser: Browser) -> str:
    return f"tasks/{len(site.attempt(browser).answers) + 1}"


def open_item(site: Site, browser: Browser, language: str = "fr") -> Item:
    attempt = site.attempt(browser)
    assert attempt.current is not None
    item = site.services.bank.drawn(attempt.current.item_id, attempt.seed, language)
    assert item is not None
    return item


def typed_in(site: Site, browser: Browser, language: str) -> Answer:
    """The right answer to the open task, in the words of this language."""
    item = open_item(site, browser, language)
    return right_answer(item, item.scenes[0])


def finish(site: Site, browser: Browser) -> Attempt:
    """To the result, with one task done."""
    browser.submit(typed_in(site, browser, "fr"))
    site.finish(browser)
    site.answer_access(browser)
    return site.attempt(browser)


def test_the_task_is_told_in_the_language_of_the_page(site: Site) -> None:
    browser = begun(site)
    pages = [html_in(browser, language, here(site, browser)) for language in ("fr", "nl", "de")]

    told = f"{QUESTION} {open_item(site, browser).id}"
    assert [False, True, False] == [told in html for html in pages]
    assert [False, True, False] == [f'aria-label="{DRAWN}"' in html for html in pages]


def test_only_french_is_marked_when_the_page_speaks_another_language(site: Site) -> None:
    """A screen reader changes its voice there, and nowhere else."""
    browser = begun(site)
    french, dutch, german = (
        main_of(html_in(browser, language, here(site, browser))) for language in ("fr", "nl", "de")
    )

    assert [False, False] == ["lang=" in html for html in (french, dutch)]
    assert 'lang="fr"><h1>' in german
    assert german.count('class="screen') == german.count(' lang="fr"><h1>') == 1


def test_words_of_the_page_are_marked_when_the_task_around_them_is_french(site: Site) -> None:
    """As « nouveau » beside a message, or « Adresse » before one."""
    browser = site.browser()
    dutch, german = (
        "".join(
            main_of(browser.get(f"/trial/diagnostic/{number}?lang={language}").get_data(as_text=True))
            for number in range(1, 6)
        )
        for language in ("nl", "de")
    )

    assert QUESTION in dutch
    assert [False, True] == ["<span lang=" in html for html in (dutch, german)]


def test_place_and_answers_stay_when_the_language_changes_in_the_middle(site: Site) -> None:
    browser = begun(site)
    html_in(browser, "nl", here(site, browser))
    site.answer_wrong(browser)
    before, helped = site.attempt(browser), HELP in browser.page.words
    html = html_in(browser, "fr", here(site, browser))

    assert helped
    assert (HELP not in html, open_item(site, browser).help in browser.page.words) == (True, True)
    assert before == site.attempt(browser)
    assert before.current is not None
    assert 1 == before.current.tries


@pytest.mark.parametrize(("page", "words", "counts"), [("nl", "nl", 1), ("nl", "fr", 1), ("fr", "nl", 0)])
def test_typed_words_count_in_the_language_of_the_page_and_in_french(
    site: Site, page: str, words: str, counts: int
) -> None:
    browser = begun(site)
    html_in(browser, page, here(site, browser))
    before = len(site.attempt(browser).answers)

    browser.submit(typed_in(site, browser, words))

    assert counts == len(site.attempt(browser).answers) - before


def test_typed_words_count_in_the_second_language_below_french(site: Site) -> None:
    browser = begun(site)
    choose_second(browser, "nl")
    browser.get(browser.at(here(site, browser)))
    before = len(site.attempt(browser).answers)

    browser.submit(typed_in(site, browser, "nl"))

    assert 1 == len(site.attempt(browser).answers) - before


def test_a_task_without_words_stands_alone_when_the_page_around_it_is_in_both(site: Site) -> None:
    browser = before(site, lambda item: item.id == UNTOLD)
    choose_second(browser, "nl")
    html = main_of(browser.get(browser.at(here(site, browser))).get_data(as_text=True))

    assert "Ik weet het niet</span>" in html
    assert f"<h1>{open_item(site, browser).question}</h1>" in html


def test_what_somebody_can_do_is_said_in_the_language_of_the_page(site: Site) -> None:
    browser = begun(site)
    done = open_item(site, browser)
    finish(site, browser)
    dutch, german = (html_in(browser, language, "result") for language in ("nl", "de"))

    assert f"{CAN_DO} {done.id}" in dutch.partition("<h1")[2].partition("</h1>")[0]
    assert f'<span lang="fr">{done.can_do}</span>' in german
    assert "&lt;span" not in german
    assert f'<span lang="fr">{done.can_do}' not in dutch


def test_a_task_without_words_is_whole_and_marked_when_the_others_are_told(site: Site) -> None:
    browser = before(site, lambda item: item.id == UNTOLD)
    html = html_in(browser, "nl", here(site, browser))

    assert 'lang="fr"><h1>' in html
    assert open_item(site, browser).question in browser.page.words
    assert QUESTION not in html


def test_trainers_read_and_help_in_the_language_of_their_own_page(site: Site) -> None:
    learner, trainer = begun(site), site.visitor(TRAINER)
    person = person_of(site, learner)
    choose(trainer, "nl", trainer.at())
    agree(trainer, person)
    beside = trainer.page.words
    told = open_item(site, learner)
    fill(trainer, dict(typed_in(site, learner, "nl")))
    site.finish(learner)
    site.answer_access(learner)
    learner.submit()
    trainer.get(trainer.at(f"cohort/{person}"))

    assert f"{QUESTION} {told.id}" in beside
    assert f"{CAN_DO} {told.id}" in trainer.page.words
    assert told.can_do not in trainer.page.words
