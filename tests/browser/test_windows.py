"""Several windows, several devices, impatient fingers."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route

from tests.browser.answering import answer_once, begin, forward_to_question, say_i_do_not_know
from tests.browser.conftest import WatchOver
from tests.browser.people import People
from tests.walking import Solver, look

DESK = {"width": 1280, "height": 800}


def test_same_question_comes_back_when_learner_changes_device(
    people: People, watch_over: WatchOver, solver: Solver
) -> None:
    """A phone takes over in the middle; what the old window still sends gets a calm page, nothing is lost."""
    learner = people.newcomer()
    desk, phone = watch_over(viewport=DESK), watch_over()
    desk.expect("409")
    desk.page.goto(learner.open_url)
    begin(desk.page)
    for _ in range(3):
        answer_once(desk.page, solver)
    left_at = forward_to_question(desk.page)

    phone.page.goto(learner.open_url)
    assert look(phone.page).heading == "Bonjour. On continue ?"
    found_at = begin(phone.page)
    number = _number(phone.page)
    say_i_do_not_know(phone.page)
    after = forward_to_question(phone.page)
    say_i_do_not_know(desk.page)
    told = look(desk.page)
    words = desk.page.locator("main").inner_text()
    desk.page.locator("main a.button").click()

    assert left_at.heading == found_at.heading
    assert (told.page, told.heading) == ("error", "Vous avez répondu dans une autre fenêtre.")
    assert "Votre première réponse est gardée." in words
    assert forward_to_question(desk.page).heading == after.heading
    assert _number(desk.page) == number + 1 == _number(phone.page)


def test_first_session_ends_when_second_person_signs_in(people: People, watch_over: WatchOver) -> None:
    """One computer, two people: the first one's tab shows that it is over."""
    first, second = people.newcomer_pair()
    watch = watch_over(viewport=DESK)
    watch.expect("401")
    watch.page.goto(first.open_url)
    begin(watch.page)

    other_tab = watch.context.new_page()
    other_tab.goto(second.open_url)
    begin(other_tab)
    say_i_do_not_know(watch.page)
    ended = look(watch.page)

    assert ended.page == "error"
    assert "e-expired" in (watch.page.locator("main").text_content() or "")
    say_i_do_not_know(other_tab)
    assert forward_to_question(other_tab).page == "question"
    assert _number(other_tab) == 2


def test_one_answer_is_kept_when_button_is_pressed_twice(people: People, watch_over: WatchOver) -> None:
    """A double click counts once; so does the form that the back button brings back, which says so calmly."""
    learner, watch = people.newcomer(), watch_over()
    watch.page.goto(learner.open_url)
    sight = begin(watch.page)
    page = watch.page

    _slow_down_posts(page)
    button = page.locator("button[name=skip]")
    with page.expect_navigation():
        button.dblclick()
    second = forward_to_question(page)

    assert second.heading != sight.heading
    assert _number(page) == 2

    page.go_back()
    assert _number(page) in (1, 2)
    if look(page).heading == sight.heading:
        say_i_do_not_know(page)

    assert look(page).heading == second.heading
    assert _number(page) == 2
    assert "erreur" not in page.locator("body").inner_text().lower()


def test_one_answer_is_kept_when_scripts_are_off_and_form_is_sent_twice(
    people: People, watch_over: WatchOver
) -> None:
    """The back button shows the old page; sending it again changes nothing and the page says it was kept."""
    learner, watch = people.newcomer(), watch_over(java_script_enabled=False)
    page = watch.page
    page.goto(learner.open_url)
    page.locator("form[data-continue] button").click()
    first = begin(page)
    again = page.locator("form.question").evaluate(
        "form => Object.fromEntries([...new FormData(form)].concat([['skip', '1']]))"
    )
    address = page.url
    say_i_do_not_know(page)
    second = forward_to_question(page)

    answer = page.request.post(
        address, form=again, headers={"Origin": learner.demo.tool_url, "Sec-Fetch-Site": "same-origin"}
    )

    assert second.heading != first.heading
    assert "Votre réponse était déjà gardée." in answer.text()
    assert re.search(r"/tasks/2\b", answer.url)


def _number(page: Page) -> int:
    """Which task is open, by its address."""
    return int(page.url.partition("/tasks/")[2].partition("?")[0])


def _slow_down_posts(page: Page) -> None:
    """Give a second press the time to happen while the first one travels."""

    def wait(route: Route) -> None:
        if route.request.method == "POST":
            page.wait_for_timeout(300)
        route.continue_()

    page.route("**/tasks/*", wait)
