"""Where the buttons of a drawn video room are: what the centre chose, in modules and nowhere else (S1-23)."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from tests.people import LEARNER, TRAINER
from tests.statements import statements_sent
from tests.web.administering import administrator, deeds, other_centre
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.staging import enter
from tests.web.tables import changed, values
from tests.web.walking_modules import at_step, module_of

ROOMS = ["top", "bottom", "round"]
MODULE = "M06"
TASK = {"item": "video-micro-et-main", "scene": "debut"}
TOOLS = '<div class="tools">'
FACES = '<ul class="faces">'


def choose(site: Site, rooms: str) -> Browser:
    """The administrator's browser after the choice."""
    browser = administrator(site)
    form = next(form for form in browser.page.main_forms if form.action.endswith("/video"))
    assert {"neutral", *ROOMS} == form.offers("video_rooms")
    browser.send(form.action, {**form.hidden, "video_rooms": rooms})
    return browser


def step_with_room(site: Site) -> tuple[str, int]:
    """The first step of the module that draws a video room: its id and its number."""
    return next(
        (step.id, number)
        for number, step in enumerate(module_of(site, MODULE).steps, 1)
        if step.exercises and step.exercises[0].scenes[0].screen["kind"] == "video_room"
    )


def room_of_learner(site: Site) -> tuple[Browser, str]:
    """A learner before a video room of the module, and the page's address."""
    step, number = step_with_room(site)
    browser = enter(site, module_of(site, MODULE).slug, LEARNER)
    at_step(site, browser, MODULE, number)
    return browser, browser.at(f"modules/{MODULE}/steps/{step}")


def body(browser: Browser, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def queries(browser: Browser, address: str) -> list[str]:
    with statements_sent() as seen:
        assert 200 == browser.request("GET", address).status_code
    return [query for query in seen if "video_rooms" in query]


def unseen(page: str) -> list[str]:
    """The words of buttons that show their drawing alone."""
    return re.findall(r'<span class="unseen" data-unread>([^<]+)</span>', page)


def pressed(browser: Browser) -> list[str]:
    """The buttons of the room, in the order of the page."""
    return [value for name, value in browser.page.form.offered if name == "press"]


@pytest.mark.parametrize("rooms", ROOMS)
def test_a_module_draws_the_room_of_the_centres_tool(site: Site, rooms: str) -> None:
    """S1-23: with the same words and the same buttons in the same order."""
    browser, address = room_of_learner(site)
    before, buttons, words = body(browser, address), pressed(browser), sorted(browser.page.words.split())
    choose(site, rooms)
    after = body(browser, address)

    assert "room--" not in before
    assert f'<div class="room room--{rooms}">' in after
    assert 5 == len(buttons)
    assert (buttons, words) == (pressed(browser), sorted(browser.page.words.split()))
    assert (rooms == "top") == (after.index(TOOLS) < after.index(FACES))
    assert (rooms == "bottom") == ('<span class="unseen" data-unread>Micro</span>' not in after)


@pytest.mark.parametrize("rooms", ROOMS)
def test_a_group_sees_the_room_of_the_centres_tool_on_the_wall(site: Site, rooms: str) -> None:
    _step, number = step_with_room(site)
    choose(site, rooms)
    trainer = enter(site, module_of(site, MODULE).slug, TRAINER)

    assert f"room--{rooms}" in body(trainer, trainer.at(f"modules/{MODULE}/together/{number}"))


def test_a_drawing_has_its_word_beside_it_when_it_is_pointed_at(site: Site) -> None:
    browser, address = room_of_learner(site)
    names = ["Caméra", "Micro", "Discussion", "Lever la main", "Quitter"]
    before = unseen(body(browser, address))
    for _hint in range(3):
        browser.send(browser.page.form.action, {**browser.page.form.hidden, "hint": "1"})

    assert names == before
    assert [name for name in names if name != "Micro"] == unseen(body(browser, address))


def test_each_press_is_told_apart_with_its_drawing_when_the_answer_is_shown(site: Site) -> None:
    """The same button twice: once to be heard, once more to be quiet."""
    _step, number = step_with_room(site)
    trainer = enter(site, module_of(site, MODULE).slug, TRAINER)
    shown = body(trainer, trainer.at(f"modules/{MODULE}/together/{number}?shown=9"))
    answers = shown.partition('<ol class="module__answers"')[2].partition("</ol>")[0]

    assert 2 == answers.count("<li>") == answers.count("<svg") == answers.count("<b>Micro</b>")
    assert "Appuyez sur : Micro Appuyez encore sur : Micro" in trainer.page.words


@pytest.mark.parametrize("rooms", ROOMS)
def test_a_task_of_the_diagnostic_is_drawn_as_ever_when_the_centre_chose(site: Site, rooms: str) -> None:
    """Everybody does the same tasks."""
    learner = site.visitor(LEARNER)
    learner.submit()
    with site.engine.begin() as connection:
        connection.execute(
            text("UPDATE attempt SET current_item_id = :item, current_scene_id = :scene"), TASK
        )
    address = learner.at("tasks/1")
    before = body(learner, address)
    choose(site, rooms)

    after = body(learner, address)

    assert FACES in after
    assert "room--" not in before + after


def test_another_centre_keeps_its_rooms_when_one_chooses(site: Site) -> None:
    centre_id, _registration = other_centre(site)
    choose(site, "top")

    stored = dict(values(site.engine, "centre", "id", "video_rooms"))
    assert ("neutral", ["neutral", "top"]) == (stored[centre_id], sorted(stored.values()))


def test_the_tool_is_shown_and_written_down_when_it_was_chosen(site: Site) -> None:
    """By its name on the page and in the audit trail; the same again writes nothing."""
    browser = choose(site, "round")
    words = browser.page.words
    shown = body(browser, "/admin/")
    choose(site, "round")
    browser.get("/admin/audit")

    assert "C'est enregistré." in words
    assert 'value="round" id="video_rooms-round" checked' in shown
    assert 'value="neutral" id="video_rooms-neutral" checked' not in shown
    assert 1 == deeds(site).count("video-rooms-set")
    assert "Google Meet ou BigBlueButton" in browser.page.words


@pytest.mark.parametrize("rooms", ["", "teams", "TOP", "top "])
def test_no_rooms_are_set_when_the_choice_is_none(site: Site, rooms: str) -> None:
    browser = administrator(site)
    before = site.snapshot()

    answer = browser.post("/admin/video", {"video_rooms": rooms})

    refused(answer, 400, "e-link", "unknown-rooms")
    assert changed(before, site.snapshot()) <= {"security_event"}


def test_the_choice_is_read_once_and_only_where_a_room_is_drawn(site: Site) -> None:
    browser, address = room_of_learner(site)
    other = module_of(site, "M01")
    number, step = next((n, step) for n, step in enumerate(other.steps, 1) if step.exercises)
    at_step(site, browser, other.id, number)

    assert 1 == len(queries(browser, address))
    assert [] == queries(browser, browser.at(f"modules/{other.id}/steps/{step.id}"))
