"""Comfort: chosen on a page of its own, kept with the person, shown on every page, and on nobody else's."""

from __future__ import annotations

import re

import pytest

from lti_tool.domain.comfort import USUAL, Comfort, Contrast, Size, Spacing
from lti_tool.services.comforts import Comforts
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.statements import statements_sent
from tests.web.beside import agree, at_kiosk, person_of
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import SEEN, changed, snapshot, values

SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
STRONGEST = {"size": "largest", "spacing": "wide", "contrast": "strong", "hand": "yes", "sound": "no"}
STRONGEST |= {"second": "nl"}
USUAL_WORDS = {"size": "normal", "spacing": "normal", "contrast": "device", "hand": "no", "sound": "yes"}
USUAL_WORDS |= {"second": "no"}
ATTRIBUTES = ' data-size="largest" data-spacing="wide" data-contrast="strong" data-hand data-sound="off"'
PLAIN = ' data-sound="on"'
QUERIES_OF_A_VISIT = 2
_ROOT = re.compile(r'<html lang="fr" dir="ltr"([^>]*)>')
_CHECKED = re.compile(r'name="(\w+)" value="(\w+)" id="[\w-]+" checked')


def look(browser: Browser, path: str = "welcome") -> str:
    """What the root of a page says about comfort."""
    answer = browser.get(browser.at(path))
    found = _ROOT.search(answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def choose(browser: Browser, words: dict[str, str], back: str = "") -> str:
    """Send the form; where the answer leads."""
    answer = browser.post(browser.at("comfort"), {**words, "back": back})
    assert answer.status_code == 303
    return answer.location


def test_every_page_is_as_chosen_on_this_launch_the_next_and_another_device(site: Site) -> None:
    browser = site.visitor(LEARNER)
    before = look(browser)
    choose(browser, STRONGEST)
    here, refusal = look(browser), look(browser, "no-such-page")
    again, elsewhere = site.visitor(LEARNER), site.visitor(OUTSIDER)

    assert (PLAIN, ATTRIBUTES) == (before, here)
    assert ATTRIBUTES == look(again)
    assert PLAIN == look(elsewhere) == refusal


@SQLITE
def test_an_error_inside_a_visit_is_as_chosen(site: Site) -> None:
    browser = site.visitor(LEARNER)
    choose(browser, STRONGEST)
    answer = browser.get(browser.at("cohort"))

    assert 403 == answer.status_code
    assert f"{ATTRIBUTES}>" in answer.get_data(as_text=True)


def test_one_row_is_kept_and_none_when_everything_is_as_usual(site: Site) -> None:
    browser = site.visitor(LEARNER)
    rows = []
    for words in (
        USUAL_WORDS,
        STRONGEST,
        {**STRONGEST, "size": "large"},
        STRONGEST,
        {"usual": "1", **STRONGEST},
    ):
        choose(browser, words)
        rows.append(values(site.engine, "comfort", "size"))

    assert [[], [("largest",)], [("large",)], [("largest",)], []] == rows
    assert PLAIN == look(browser)


@SQLITE
def test_the_page_that_the_reader_came_from_comes_back(site: Site) -> None:
    """With what it said; the open task and its answers stand as they stood."""
    browser = site.visitor(LEARNER)
    browser.submit()
    browser.get(browser.at("tasks/1?saved=already"))
    before = site.attempt(browser)
    browser.get(next(link for link in browser.page.links if "/comfort" in link))
    form = browser.page.form
    answer = browser.send(form.action, {**form.hidden, **STRONGEST})

    assert browser.at("tasks/1?saved=already") == form.hidden["back"]
    assert (200, "question") == (answer.status_code, browser.page.name)
    assert ATTRIBUTES in answer.get_data(as_text=True)
    assert before == site.attempt(browser)


@SQLITE
@pytest.mark.parametrize(
    "back",
    ["", "https://elsewhere.example/", "//elsewhere.example/", "/", "/l/{handle}/end", "/l/{handle}/x"],
)
def test_the_entrance_opens_when_the_way_back_is_no_page_of_this_launch(site: Site, back: str) -> None:
    browser = site.visitor(LEARNER)
    given = back.format(handle=browser.handle)
    browser.get(browser.at("comfort"), query_string={"back": given})

    assert browser.at() == browser.page.form.hidden["back"] == choose(browser, STRONGEST, given)


@SQLITE
def test_what_stands_is_ticked_and_can_be_put_back(site: Site) -> None:
    browser = site.visitor(LEARNER)
    usual = browser.get(browser.at("comfort")).get_data(as_text=True)
    choose(browser, STRONGEST)
    chosen = browser.get(browser.at("comfort")).get_data(as_text=True)

    assert USUAL_WORDS == dict(_CHECKED.findall(usual))
    assert STRONGEST == dict(_CHECKED.findall(chosen))
    assert (False, True) == ('name="usual"' in usual, 'name="usual"' in chosen)


@SQLITE
def test_unknown_words_are_never_kept(site: Site) -> None:
    browser = site.visitor(LEARNER)
    before = snapshot(site.engine, without=SEEN)
    choose(browser, dict.fromkeys(STRONGEST, "x' OR 1=1 --"))

    assert set() == changed(before, snapshot(site.engine, without=SEEN))


@SQLITE
def test_every_page_of_a_learner_offers_it_but_its_own_and_no_page_of_a_trainer(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    offered = {}
    for path in ("welcome", "stuck", "my-data", "who-looked", "resources", "comfort"):
        learner.get(learner.at(path))
        offered[path] = sum("/comfort?" in link for link in learner.page.links)
    trainer.get(trainer.at("cohort"))

    assert {"welcome": 3, "stuck": 2, "my-data": 2, "who-looked": 2, "resources": 2, "comfort": 0} == offered
    assert not [link for link in trainer.page.links if "/comfort" in link]


def test_the_next_person_on_a_shared_computer_finds_it_as_usual(site: Site) -> None:
    browser, _person = at_kiosk(site)
    choose(browser, STRONGEST)
    mine = look(browser)
    left = browser.send(browser.at("end")).get_data(as_text=True)
    entered = browser.get("/kiosk").get_data(as_text=True)
    browser.enter(OUTSIDER)

    assert ATTRIBUTES == mine
    assert all("data-size" not in page and f"{PLAIN}>" in page for page in (left, entered))
    assert PLAIN == look(browser)


def test_the_trainers_screen_is_as_the_learner_chose_while_they_work_side_by_side(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    choose(learner, STRONGEST)
    beside = agree(trainer, person_of(site, learner)).get_data(as_text=True)
    alone = trainer.get(trainer.at("cohort")).get_data(as_text=True)

    assert "question" in beside
    assert (True, False) == (ATTRIBUTES in beside, ATTRIBUTES in alone)


def test_it_lies_apart_while_data_are_only_stored_and_nothing_new_is_kept(site: Site) -> None:
    browser = site.visitor(LEARNER)
    choose(browser, STRONGEST)
    visit = site.visit(browser)
    who = visit.launch.centre_id, visit.launch.person_id
    site.services.data_rights.restrict(*who)
    again = site.visitor(LEARNER)
    asked = again.post(again.at("comfort"), {"size": "large"})
    paused, links = look(again, "my-data"), again.page.links
    with pytest.raises(Exception, match="only-stored"):
        Comforts(site.services.store).choose(visit, Comfort(size=Size.LARGE))
    kept = values(site.engine, "comfort", "size")
    site.services.data_rights.unrestrict(*who)

    assert (303, again.at("my-data")) == (asked.status_code, asked.location)
    assert ([], PLAIN, []) == (kept, paused, [link for link in links if "/comfort" in link])
    assert ATTRIBUTES == look(site.visitor(LEARNER))


def test_it_is_in_the_copy_and_goes_with_the_person(site: Site) -> None:
    browser = site.visitor(LEARNER)
    choose(browser, STRONGEST)
    launch = site.visit(browser).launch
    who = launch.centre_id, launch.person_id
    copied = site.services.privacy.copy(*who).tables["comfort"]
    read = browser.send(browser.at("my-data/file"), {"form": "html"}).get_data(as_text=True)
    site.services.privacy.erase(*who)

    assert [
        {
            "size": "largest",
            "spacing": "wide",
            "contrast": "strong",
            "is_one_handed": True,
            "has_sound": False,
            "second_language": "nl",
        }
    ] == [dict(row) for row in copied]
    assert all(words in read for words in ("très grand", "fond noir, couleurs fortes", "néerlandais"))
    assert [] == values(site.engine, "comfort", "size")


@SQLITE
def test_a_visit_knows_it_without_a_query_more(site: Site) -> None:
    browser = site.visitor(LEARNER)
    choose(browser, STRONGEST)
    with statements_sent() as asked:
        strongest = site.visit(browser).launch.comfort
    choose(browser, USUAL_WORDS)

    assert QUERIES_OF_A_VISIT == len([one for one in asked if one.startswith("SELECT")])
    assert USUAL == site.visit(browser).launch.comfort
    assert strongest == Comfort(
        size=Size.LARGEST,
        spacing=Spacing.WIDE,
        contrast=Contrast.STRONG,
        is_one_handed=True,
        has_sound=False,
        second_language="nl",
    )


@SQLITE
def test_trainers_are_refused_and_so_is_a_form_from_elsewhere(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    refused(trainer.get(trainer.at("comfort")), 404, "e-notfound", "learners-only")
    answer = learner.request(
        "POST", learner.at("comfort"), data={**STRONGEST, "csrf": "wrong.token"}, headers=learner.own_headers
    )

    assert 403 == answer.status_code
    assert [] == values(site.engine, "comfort", "size")
