"""Four languages: the launch's, then the browser's, then French; another at any moment, in the same place."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import render_template_string
from markupsafe import Markup

from lti_tool.web.i18n import _, counted, day_in_words, in_content, in_language, language, moment_in_words
from tests.factories import NOW
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.picking import picker
from tests.web.site import Site
from tests.web.tables import changed

NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
LOCALE = "https://purl.imsglobal.org/spec/lti/claim/launch_presentation"
END = {"fr": "Terminer ma session", "nl": "Mijn sessie afsluiten", "de": "Sitzung beenden"}
END["en"] = "End my session"
ENDING = "{{ _('Terminer ma session') }}"

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def launched(site: Site, locale: object, *, accepts: str = "") -> Browser:
    """A learner whose platform names this locale, in a browser that asks for these languages."""
    browser = site.browser()
    browser.launch(LEARNER, claims=lambda claims: {**claims, LOCALE: {**claims[LOCALE], "locale": locale}})
    browser.get(browser.at("welcome"), headers={"Accept-Language": accepts} if accepts else {})
    return browser


def choose(browser: Browser, language: str, back: str) -> str:
    """Press a language in the menu; where the answer leads."""
    answer = browser.post(browser.at("language"), {"language": language, "back": back})
    assert answer.status_code == 303
    return answer.location


@pytest.mark.parametrize(
    ("locale", "accepts", "spoken"),
    [
        pytest.param("fr", "nl", "fr", id="the-launch-comes-first"),
        pytest.param("nl_BE", "", "nl", id="underscore"),
        pytest.param("nl-BE", "", "nl", id="hyphen"),
        pytest.param("DE_at", "", "de", id="capitals"),
        pytest.param("en_us", "", "en", id="english"),
        pytest.param("pt_br", "de-AT,de;q=0.9", "de", id="C42-then-the-browser"),
        pytest.param("pt_br", "pt", "fr", id="C42-then-french"),
        pytest.param("../../etc", "", "fr", id="C42-path"),
        pytest.param("nl/../../etc", "", "fr", id="C42-path-after-a-language"),
        pytest.param("nld", "", "fr", id="C42-three-letters"),
        pytest.param("", "en;q=0.5,nl;q=0.8", "nl", id="no-locale"),
    ],
)
def test_page_speaks_the_language_of_the_launch(site: Site, locale: str, accepts: str, spoken: str) -> None:
    page = launched(site, locale, accepts=accepts).page

    assert (spoken, True) == (page.lang, END[spoken] in page.words)


@pytest.mark.parametrize("language", NAMES)
def test_same_page_comes_back_when_a_language_is_chosen(site: Site, language: str) -> None:
    browser = site.visitor(LEARNER)
    browser.submit()
    here = browser.at("tasks/1")
    place = choose(browser, language, f"{here}?saved=already")
    browser.get(place)

    assert f"{here}?saved=already" == place
    assert (language, END[language]) == (browser.page.lang, END[language])
    assert NAMES[language] in browser.page.words


def test_answers_stay_and_the_language_stays_when_it_is_changed_on_the_way(site: Site) -> None:
    browser = site.visitor(LEARNER)
    browser.submit()
    site.answer_right(browser)
    before = site.attempt(browser)
    choose(browser, "de", browser.at("tasks/1"))
    after = site.attempt(browser)
    browser.get(browser.at())

    assert before == after
    assert "de" == browser.page.lang


def test_nothing_but_the_launch_changes_when_a_language_is_chosen(site: Site) -> None:
    browser, other = site.visitor(LEARNER), site.visitor(TRAINER)
    before = site.snapshot()
    choose(browser, "nl", browser.at("welcome"))

    assert {"launch"} == changed(before, site.snapshot())
    assert ("nl", "fr") == (site.visit(browser).launch.locale, site.visit(other).launch.locale)


@pytest.mark.parametrize("language", ["", "xx", "NL", "nl_BE", "../../etc", "nl\x00", "pt_br"])
def test_nothing_changes_when_the_language_is_none_of_ours(site: Site, language: str) -> None:
    """As Z10: an unknown value is never bound."""
    browser = site.visitor(LEARNER)
    before = site.snapshot()
    place = choose(browser, language, browser.at("welcome"))

    assert set() == changed(before, site.snapshot())
    assert browser.at("welcome") == place


@pytest.mark.parametrize(
    "back",
    [
        "",
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "/",
        "/lti/jwks",
        "/l/{handle}/../../lti/jwks",
        "/l/{handle}/language",
        "/l/{handle}/end",
        "/l/another-handle-of-22-ch/welcome",
        "/l/{handle}/welcome\r\nSet-Cookie: x=1",
        "/l/{handle}/welcome#x",
        "/l/{handle}/nowhere",
        "/l/{handle}/welcome?x=<script>",
    ],
)
def test_the_entrance_opens_when_the_way_back_is_no_page_of_this_launch(site: Site, back: str) -> None:
    browser = site.visitor(LEARNER)

    assert browser.at() == choose(browser, "nl", back.format(handle=browser.handle))


def test_a_form_from_elsewhere_is_refused(site: Site) -> None:
    browser = site.visitor(LEARNER)
    form = {"language": "nl", "back": "/", "csrf": "wrong.token"}
    answer = browser.request("POST", browser.at("language"), data=form, headers=browser.own_headers)

    assert 403 == answer.status_code
    assert "fr" == site.visit(browser).launch.locale


def test_the_menus_form_follows_the_pages_own_when_the_menu_is_there(site: Site) -> None:
    browser = site.visitor(LEARNER)

    actions = [form.action for form in browser.page.forms]
    assert actions.index(browser.at("welcome")) < actions.index(browser.at("language"))
    assert {"back": browser.at("welcome")}.items() <= browser.page.forms[-1].hidden.items()


@pytest.mark.parametrize("language", NAMES)
def test_links_change_the_language_where_nobody_launched(site: Site, language: str) -> None:
    browser = site.browser()
    before = site.snapshot()
    answer = browser.get(f"/?lang={language}")

    assert [f"?lang={code}" for code in NAMES] == browser.page.links[1:5]
    assert language == browser.page.lang
    assert [] == answer.headers.getlist("Set-Cookie")
    assert set() == changed(before, site.snapshot())


@pytest.mark.parametrize("asked", ["xx", "", "NL", "../../etc", "%00", "nl_BE"])
def test_the_browsers_language_stays_when_the_address_asks_for_none_of_ours(site: Site, asked: str) -> None:
    browser = site.browser()
    answer = browser.get(f"/?lang={asked}", headers={"Accept-Language": "nl-BE,fr;q=0.5"})

    assert (200, "nl") == (answer.status_code, browser.page.lang)


def test_the_address_cannot_change_the_language_of_a_launch(site: Site) -> None:
    browser = site.visitor(LEARNER)
    browser.get(browser.at("welcome?lang=nl"))

    assert "fr" == browser.page.lang


def test_a_refusal_speaks_the_browsers_language_and_repeats_no_input(site: Site) -> None:
    browser = site.browser()
    answer = browser.get("/lti/login?login_hint=a-secret-word", headers={"Accept-Language": "de"})

    assert (400, "de") == (answer.status_code, browser.page.lang)
    assert "a-secret-word" not in answer.get_data(as_text=True)
    assert [] == [link for link in browser.page.links if "lang=" in link]


def test_a_refusal_without_input_offers_the_other_languages(site: Site) -> None:
    browser = site.browser()
    answer = browser.get("/no-such-page?lang=en")

    assert (404, "en") == (answer.status_code, browser.page.lang)
    assert "?lang=de" in browser.page.links


def test_parameters_of_a_public_page_stay_when_another_language_is_chosen(site: Site) -> None:
    browser = site.browser()
    browser.get("/lti/registered?platform=moodle&without=score")

    assert "?platform=moodle&without=score&lang=nl" in browser.page.links


def test_home_speaks_the_language_of_the_session_that_was_ended(site: Site) -> None:
    browser = site.visitor(LEARNER)
    choose(browser, "nl", browser.at("welcome"))
    browser.send(browser.at("end"))

    assert ("nl", "home") == (browser.page.lang, browser.page.name)


def test_the_language_stays_on_the_way_when_a_trainer_selects_an_activity(site: Site) -> None:
    """The selection has no launch yet that could keep it: the addresses do."""
    browser = picker(site)
    address = next(link for link in browser.page.links if link == "?lang=nl")
    browser.get(f"{browser.page.form.action}{address}")
    shown = (browser.page.name, browser.page.lang)
    answer = browser.send(browser.page.form.action)

    assert ("picker", "nl") == shown
    assert (422, "picker", "nl") == (answer.status_code, browser.page.name, browser.page.lang)


@pytest.mark.parametrize(
    ("language", "moment", "day"),
    [
        ("fr", "20 nov. 2026 à 10\u00a0h\u00a012", "1er novembre 2026"),
        ("nl", "20 nov 2026 om 10.12\u00a0uur", "1 november 2026"),
        ("de", "20.\u00a0Nov. 2026 um 10:12\u00a0Uhr", "1. November 2026"),
        ("en", "20 Nov 2026 at 10:12", "1 November 2026"),
    ],
)
def test_moments_are_said_as_people_say_them(site: Site, language: str, moment: str, day: str) -> None:
    at = NOW.replace(year=2026, month=11, day=20, hour=9, minute=12)
    with site.app.test_request_context(f"/?lang={language}"):
        said = (moment_in_words(at), day_in_words(at.replace(day=1)))

    assert (moment, day) == said


@pytest.mark.parametrize("language", NAMES)
def test_a_sentence_of_a_template_is_said_in_the_language_of_its_page(site: Site, language: str) -> None:
    with site.app.test_request_context(f"/?lang={language}"):
        for _again in range(2):
            assert END[language] == render_template_string(ENDING)


def test_a_second_language_is_spoken_for_the_length_of_a_block(site: Site) -> None:
    with site.app.test_request_context("/?lang=nl"):
        with in_language("de"):
            inside = (
                language(),
                _("Terminer ma session"),
                render_template_string("{{ _('Terminer ma session') }}"),
            )
        after = language(), _("Terminer ma session"), render_template_string("{{ _('Terminer ma session') }}")

    assert ("de", END["de"], END["de"]) == inside
    assert ("nl", END["nl"], END["nl"]) == after


def test_values_in_a_sentence_of_a_template_are_escaped(site: Site) -> None:
    with site.app.test_request_context("/"):
        told = render_template_string("{{ _('Pour %(name)s, 50 %%', name='<b>Inès</b>') }} {{ _('50 %%') }}")

    assert "Pour &lt;b&gt;Inès&lt;/b&gt;, 50 % 50 %" == told


def test_values_are_escaped_when_one_of_them_is_marked(site: Site) -> None:
    with site.app.test_request_context("/?lang=en"):
        said = _("%(can_do)s, avec un peu d'aide", can_do=in_content("<b>"))

    assert isinstance(said, Markup)
    assert '<span lang="fr">&lt;b&gt;</span>' in said


def test_an_empty_text_stays_empty_and_never_becomes_a_catalogues_header(site: Site) -> None:
    with site.app.test_request_context("/?lang=nl"):
        assert "" == _("")


def test_french_says_zero_as_one(site: Site) -> None:
    forms = ("%(num)s note à envoyer", "%(num)s notes à envoyer")
    with site.app.test_request_context("/"):
        assert "0 note à envoyer" == counted(*forms, 0)


def test_the_catalogues_lie_where_the_pages_look(site: Site) -> None:
    assert Path(site.app.config["BABEL_TRANSLATION_DIRECTORIES"]).is_dir()
