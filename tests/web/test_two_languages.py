"""A learner's pages with a second language below each line: chosen once, seen on every page of the way."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

import pytest

from lti_tool.domain.item import Item
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.recognising import single_spaced
from tests.web.beside import agree, fill, person_of
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.staging import enter
from tests.web.test_languages import choose as speak
from tests.web.walking_modules import at_step, walked

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)

MODULE = "module-m01"
STYLE = "/static/bundle/second."
_SECOND = re.compile(r'<span class="second" lang="(\w+)" data-unread>(.*?)</span>')


def choose(browser: Browser, language: str) -> None:
    """Choose a second language on the page of comfort."""
    browser.get(browser.at("comfort"))
    form = browser.page.form
    assert 303 == browser.post(form.action, {**form.hidden, "second": language}).status_code


def seen(browser: Browser, path: str) -> list[tuple[str, str]]:
    """The second lines of a page, each with its language."""
    return second_of(browser.get(browser.at(path)).get_data(as_text=True))


def second_of(html: str) -> list[tuple[str, str]]:
    return [(language, unescape(told)) for language, told in _SECOND.findall(html)]


def words(found: list[tuple[str, str]]) -> list[str]:
    return [told for _language, told in found]


def before(site: Site) -> tuple[Browser, Item]:
    """A learner before a task, who reads Dutch below the French; and the task in Dutch."""
    browser = site.visitor(LEARNER)
    choose(browser, "nl")
    browser.get(browser.at("welcome"))
    browser.submit()
    return browser, task_in(site, browser, "nl")


def task_in(site: Site, browser: Browser, language: str) -> Item:
    attempt = site.attempt(browser)
    assert attempt.current is not None
    item = site.services.bank.drawn(attempt.current.item_id, attempt.seed, language)
    assert item is not None
    return item


def here(site: Site, browser: Browser) -> str:
    return f"tasks/{len(site.attempt(browser).answers) + 1}"


def test_question_and_buttons_stand_in_both_languages(site: Site) -> None:
    browser, dutch = before(site)
    found = seen(browser, here(site, browser))

    assert {"nl"} == {language for language, _words in found}
    assert {dutch.question, "Ik weet het niet", "Hulp"} <= set(words(found))
    assert "fr" == browser.page.lang
    assert single_spaced(task_in(site, browser, "fr").question) in browser.page.words


def test_the_same_place_is_there_with_one_language_and_with_two(site: Site) -> None:
    browser, _dutch = before(site)
    site.answer_wrong(browser)
    attempt, place = site.attempt(browser), here(site, browser)
    counts = [len(seen(browser, place))]
    for language in ("no", "de"):
        choose(browser, language)
        counts.append(len(seen(browser, place)))

    assert attempt == site.attempt(browser)
    assert counts[0] == counts[2] > counts[1] == 0


def test_help_and_what_is_missing_are_told_in_both(site: Site) -> None:
    browser, dutch = before(site)
    form = browser.page.form
    missing = second_of(browser.post(form.action, form.hidden).get_data(as_text=True))
    browser.get(browser.at(here(site, browser)))
    browser.submit({"help": "1"})
    helped = seen(browser, here(site, browser))

    assert [told for told in words(missing) if told.startswith("Er ontbreekt nog een antwoord.")]
    assert [told for told in words(helped) if (dutch.scenes[0].help or dutch.help) in told]


def test_a_page_weighs_nothing_more_when_nobody_chose_a_second_language(site: Site) -> None:
    """Nor when it is the language of the page, which says everything once."""
    browser = site.visitor(LEARNER)
    plain = browser.get(browser.at("welcome")).get_data(as_text=True)
    choose(browser, "nl")
    both = browser.get(browser.at("welcome")).get_data(as_text=True)
    speak(browser, "nl", browser.at("welcome"))
    dutch = browser.get(browser.at("welcome")).get_data(as_text=True)

    assert [False, True, False] == [STYLE in html for html in (plain, both, dutch)]
    assert [False, True, False] == [bool(second_of(html)) for html in (plain, both, dutch)]


def test_french_stands_below_when_the_page_is_dutch(site: Site) -> None:
    browser, _dutch = before(site)
    choose(browser, "fr")
    speak(browser, "nl", browser.at(here(site, browser)))
    found = seen(browser, here(site, browser))

    assert {"fr"} == {language for language, _words in found}
    assert {task_in(site, browser, "fr").question, "Je ne sais pas"} <= set(words(found))
    assert "nl" == browser.page.lang


def test_the_whole_way_is_in_both(site: Site) -> None:
    """Welcome, pause, equipment and result; on each the main words."""
    browser = site.visitor(LEARNER)
    choose(browser, "nl")
    welcome = words(seen(browser, "welcome"))
    browser.submit()
    pause = words(seen(browser, "pause"))
    site.answer_right(browser)
    site.finish(browser)
    access = words(second_of(browser.get(browser.at()).get_data(as_text=True)))
    site.answer_access(browser)
    result = words(seen(browser, "result"))

    assert {"Beginnen", "Niet nu", "Goed om te weten"} <= set(welcome)
    assert {"Verder"} <= set(pause)
    assert {"Ik antwoord liever niet"} <= set(access)
    assert {"Mijn volgende stapje"} <= set(result)
    assert result[0].startswith("Je kunt dit: ")


def test_a_module_is_told_in_both_from_its_first_page_to_its_end(site: Site) -> None:
    browser = enter(site, MODULE, LEARNER)
    choose(browser, "nl")
    dutch = site.services.modules.known["M01"]
    told = site.services.modules.telling.told(dutch, "nl")
    first = words(seen(browser, "modules/M01"))
    at_step(site, browser, "M01", 1)
    step = words(seen(browser, f"modules/M01/steps/{told.steps[0].id}"))

    assert [told.title, told.goal] == first[:2]
    assert {one.title for one in told.steps} <= set(first)
    assert (told.steps[0].question or told.steps[0].title) in step


def test_the_end_of_a_module_is_told_in_both(site: Site) -> None:
    browser = enter(site, MODULE, LEARNER)
    choose(browser, "en")
    walked(site, browser, "M01")
    found = seen(browser, "modules/M01/end")

    assert {"en"} == {language for language, _words in found}
    assert [told for told in words(found) if told.startswith("You can")]


def test_the_page_of_comfort_offers_every_language_but_its_own(site: Site) -> None:
    browser = site.visitor(LEARNER)
    offered = []
    for language in ("fr", "nl"):
        speak(browser, language, browser.at("welcome"))
        html = browser.get(browser.at("comfort")).get_data(as_text=True)
        offered.append(re.findall(r'name="second" value="(\w+)"', html))

    assert [["no", "nl", "de", "en"], ["no", "fr", "de", "en"]] == offered


def test_the_second_language_comes_back_after_a_choice_made_in_that_language(site: Site) -> None:
    """Where the page speaks it, it is not offered; larger text gives up nothing else."""
    browser = site.visitor(LEARNER)
    choose(browser, "nl")
    speak(browser, "nl", browser.at("welcome"))
    browser.post(browser.at("comfort"), {"size": "large", "second": "no"})
    speak(browser, "fr", browser.at("welcome"))
    again = seen(browser, "welcome")
    browser.post(browser.at("comfort"), {"size": "large", "second": "no"})

    assert {"nl"} == {language for language, _words in again}
    assert [] == seen(browser, "welcome")


def test_nobody_elses_pages_change_and_the_trainers_screen_does_beside_the_learner(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    choose(learner, "nl")
    other = seen(site.visitor(OUTSIDER), "welcome")
    alone = seen(trainer, "cohort")
    page = agree(trainer, person_of(site, learner)).get_data(as_text=True)
    fill(trainer, {"skip": "1"})

    assert ([], []) == (other, alone)
    assert task_in(site, learner, "nl").question not in words(second_of(page))
    assert "Ik weet het niet" in words(second_of(page))
    assert 1 == len(site.attempt(learner).answers)


def test_each_page_asks_once_more_what_it_asks_and_keeps_nothing(site: Site) -> None:
    browser, _dutch = before(site)
    place = here(site, browser)
    seen(browser, place)
    kept = site.snapshot()
    look = partial(seen, browser, place)

    assert look() == look()
    assert kept == site.snapshot()
