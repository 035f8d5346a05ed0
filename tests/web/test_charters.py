"""The administration's pages of the texts that learners agree to: shown, tried out, kept, given back."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest

from lti_tool.services.administrators import Administration
from lti_tool.services.charters import CentreText
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.statements import statements_sent
from tests.web.administering import administrator, deeds, other_centre
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.staging import enter
from tests.web.tables import changed
from tests.web.walking_modules import at_step, module_of

LIST = "/admin/charters"
TEXT = f"{LIST}/M07/charte"
WORDS = "## Chez nous\n\nJ'écoute **chacun**."
GIVEN = "Le texte donné avec Passerelle"


def opened(site: Site, centre_id: str | None = None) -> Browser:
    browser = administrator(site, centre_id)
    browser.get(TEXT)
    return browser


def area(html: str) -> str:
    """What stands in the frame of the form, as it was written."""
    (found,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    return found


def written(browser: Browser, words: str = WORDS, status: int = 200) -> str:
    form = browser.page.form
    answer = browser.send(form.action, {**form.hidden, "words": words})
    assert status == answer.status_code
    return answer.get_data(as_text=True)


def _texts(site: Site) -> tuple[CentreText, ...]:
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    return site.services.charters.texts(who)


def test_the_texts_are_found_when_an_administrator_looks_for_them(site: Site) -> None:
    browser = administrator(site)
    assert LIST in browser.page.links

    browser.get(LIST)

    assert "Les textes que les apprenants acceptent" == browser.page.heading
    assert GIVEN in browser.page.words
    assert TEXT in browser.page.links


def test_the_form_begins_with_the_given_words_when_a_centre_has_none(site: Site) -> None:
    browser = administrator(site)

    answer = browser.request("GET", TEXT)

    (found,) = [one.step.markdown for one in _texts(site)]
    assert found.strip() == unescape(area(answer.get_data(as_text=True))).strip()
    for rule in ("Une ligne vide", "sous-titre", "tiret", "Deux étoiles"):
        assert rule in browser.page.words


def test_the_words_are_shown_and_not_kept_when_they_are_tried_out(site: Site) -> None:
    browser = opened(site)
    before = site.snapshot()
    form = browser.page.form

    answer = browser.post(form.action, {**form.hidden, "words": WORDS, "see": "1"})

    html = answer.get_data(as_text=True)
    assert (200, WORDS) == (answer.status_code, area(html).replace("&#39;", "'"))
    assert "<h2>Chez nous</h2>" in html
    assert "<strong>chacun</strong>" in html
    assert "Rien n'est encore enregistré." in browser.page.words
    assert changed(before, site.snapshot()) == set()


def test_the_lines_are_named_when_a_sign_is_not_understood(site: Site) -> None:
    browser = opened(site)
    form = browser.page.form

    browser.post(form.action, {**form.hidden, "words": "Un.\n\n<b>deux</b>\n\n# Trois", "see": "1"})

    assert "Lignes 3, 5 : des signes ne sont pas compris" in browser.page.words


def test_the_centres_words_are_kept_when_they_are_saved(site: Site) -> None:
    browser = opened(site)

    html = written(browser)

    assert "C'est enregistré." in browser.page.words
    assert WORDS == area(html).replace("&#39;", "'")
    assert "charter-written" == deeds(site)[-1]
    browser.get(LIST)
    assert "Le texte du centre, version 1" in browser.page.words
    browser.get("/admin/audit")
    assert "Texte à accepter changé La charte d'utilisation" in browser.page.words
    assert "Le texte du centre" in browser.page.words


def test_the_given_text_comes_back_when_the_administrator_wants_it(site: Site) -> None:
    browser = opened(site)
    written(browser)
    form = next(form for form in browser.page.forms if form.action.endswith("/given"))

    browser.send(form.action, form.hidden)

    assert "C'est enregistré." in browser.page.words
    assert GIVEN in browser.page.words
    assert not any(form.action.endswith("/given") for form in browser.page.forms)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("  \n ", "Le texte est vide."),
        ("a" * 6001, "Le texte a 6001 signes. Il en faut 6000 au plus."),
        ("a\n" * 30_000, "Il en faut 6000 au plus."),
    ],
)
def test_the_typed_words_stay_when_they_cannot_be_kept(site: Site, words: str, said: str) -> None:
    browser = opened(site)
    before = site.snapshot()

    html = written(browser, words, 422)

    assert said in browser.page.words.replace("\u00a0", " ")
    assert area(html).startswith(words[:20_000].rstrip("\n")[:6001])
    assert changed(before, site.snapshot()) == set()


def test_both_texts_are_shown_when_another_window_was_faster(site: Site) -> None:
    first, second = opened(site), opened(site)
    written(first, "Le texte de la collègue.")

    html = written(second, "Mon texte à moi.", 409)

    assert "Une autre personne a changé ce texte entre-temps." in second.page.words
    assert "Le texte de la collègue." in second.page.words
    assert "Mon texte à moi." == area(html)
    assert "<p>Le texte de la collègue.</p>" in html
    written(second, "Mon texte à moi.")
    assert "C'est enregistré." in second.page.words


def test_the_new_text_is_shown_first_when_it_is_given_back_from_an_old_window(site: Site) -> None:
    browser = opened(site)
    written(browser)
    old = next(form for form in browser.page.forms if form.action.endswith("/given"))
    written(browser, "Encore un autre.")

    answer = browser.post(old.action, old.hidden)

    assert 409 == answer.status_code
    assert "Encore un autre." == area(answer.get_data(as_text=True))


def test_nothing_but_text_comes_out_when_the_words_are_hostile(site: Site) -> None:
    browser = opened(site)
    hostile = '</textarea><script>alert(1)</script> [x](javascript:alert(1)) "onfocus="alert(1)'

    html = written(browser, hostile)

    assert "<script>alert" not in html
    assert escape("</textarea>") in html
    assert "javascript:alert(1)" not in re.sub(r"<textarea.*?</textarea>", "", html, flags=re.DOTALL)


def test_another_centre_keeps_its_words_when_one_writes(site: Site) -> None:
    centre_id, _registration = other_centre(site)
    written(opened(site))

    assert GIVEN in opened(site, centre_id).page.words


def test_a_learner_reads_the_centres_words_and_keeps_the_copy_when_they_change(site: Site) -> None:
    learner = enter(site, "module-m07")
    number = [step.id for step in module_of(site, "M07").steps].index("charte") + 1
    at_step(site, learner, "M07", number)
    page = learner.at("modules/M07/steps/charte")
    browser = opened(site)
    written(browser)

    learner.get(page)
    assert "Chez nous J'écoute chacun" in learner.page.words
    learner.submit()
    written(browser, "Un autre texte.")
    learner.get(f"{page}/copy")

    assert "Chez nous J'écoute chacun" in learner.page.words
    assert "Version 1 du texte" in learner.page.words
    learner.get(page)
    assert "Un autre texte." in learner.page.words


@pytest.mark.parametrize("path", [LIST, TEXT])
def test_nobody_else_opens_the_pages_when_they_ask(site: Site, path: str) -> None:
    for person in (LEARNER, TRAINER, OUTSIDER):
        assert 401 == site.visitor(person).request("GET", path).status_code
    assert 401 == site.browser().request("GET", path).status_code


@pytest.mark.parametrize(
    "path", [f"{LIST}/M07/autre", f"{LIST}/M99/charte", f"{LIST}/M07/%00", f"{LIST}/m07/charte"]
)
def test_it_looks_as_if_nothing_were_there_when_there_is_no_such_text(site: Site, path: str) -> None:
    browser = administrator(site)

    assert 404 == browser.request("GET", path).status_code
    browser.get(TEXT)
    assert 404 == browser.post(path, {"words": WORDS, "version": "0"}).status_code


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 20])
def test_a_form_is_refused_when_its_version_is_none(site: Site, version: str) -> None:
    browser = opened(site)
    before = site.snapshot()

    assert 400 == browser.post(TEXT, {"words": WORDS, "version": version}).status_code
    assert changed(before, site.snapshot()) == set()


def test_the_form_needs_its_token_when_it_is_sent(site: Site) -> None:
    browser = opened(site)

    assert 403 == browser.post(TEXT, {"words": WORDS, "version": "0", "csrf": ""}).status_code
    assert GIVEN in opened(site).page.words


def test_the_pages_are_read_with_few_queries_when_they_are_opened(site: Site) -> None:
    browser = administrator(site)
    browser.get(LIST)

    assert [2, 2] == [_queries(browser, path) for path in (LIST, TEXT)]


def _queries(browser: Browser, path: str) -> int:
    with statements_sent() as seen:
        assert 200 == browser.request("GET", path).status_code
    return len([statement for statement in seen if statement.startswith("SELECT")])
