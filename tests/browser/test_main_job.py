"""The main job, end to end: from the course page to the result, the gradebook and the trainer's review."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Frame, Page

from tests.browser.answering import Mixed
from tests.browser.conftest import WatchOver
from tests.browser.gradebook import COLUMNS, Lookout, read_gradebook
from tests.browser.people import OPEN, TRAINER, People, Somebody, choose_myself, open_url
from tests.browser.picturing import take, taking_one_question
from tests.browser.watching import Read, Watch, forbidden_words, read_now
from tests.walking import Move, Sight, look, send_to_trainer, walk_to_result

GRADE_SECONDS = 5.0
QUEUED_USUALLY = 1.5  # Per processor, while the tests run by themselves.
PICTURED = 4  # Of the questions, in the README.
LAST = 9  # Of the answers about equipment: the one that asks the centre for most.
DESK = {"width": 1280, "height": 800}
A_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} \w+\.? \d{4}")


@pytest.fixture(scope="module")
def mixed() -> Mixed:
    """A learner who can do everyday things and not the harder ones."""
    return Mixed(right_up_to=2)


def test_levels_reach_gradebook_and_trainer_when_learner_answers(
    people: People, watch_over: WatchOver, mixed: Mixed
) -> None:
    """With scripts: the learner sees her result, the gradebook has it within 5 s, the trainer reviews it."""
    learner, watch = people.newcomer(), watch_over()
    choose_myself(watch.page, learner.demo, learner.key)
    watch.page.locator(OPEN).click()
    look(watch.page)
    take(watch.page, "welcome")

    decide = taking_one_question(watch.page, PICTURED, mixed)
    with Lookout(learner) as lookout:
        walk = walk_to_result(watch.page, decide=decide, step_choice=LAST)
        seconds = lookout.seconds_after(walk.answered_at)
    take(watch.page, "result")
    send_to_trainer(watch.page)

    print(f"\nsix grades {seconds:.2f} s after the last task, {len(walk.moves)} answers")
    assert seconds <= _allowed()
    assert {"welcome", "question", "step", "result"} <= {read.page for read in watch.reads}
    _check_gradebook(watch, learner)
    _check_review(watch_over(viewport=DESK).page, learner)


def test_levels_reach_gradebook_when_scripts_are_off(
    people: People, watch_over: WatchOver, mixed: Mixed
) -> None:
    """The same, in a browser that runs no script."""
    learner, watch = people.newcomer(), watch_over(java_script_enabled=False)
    read: list[Read] = []

    def decide(sight: Sight) -> Move:
        read.append(read_now(watch.page, sight.page))
        return mixed(sight)

    choose_myself(watch.page, learner.demo, learner.key)
    watch.page.locator(OPEN).click()
    watch.page.locator("form[data-continue] button").click()
    with Lookout(learner) as lookout:
        walk = walk_to_result(watch.page, decide=decide, step_choice=LAST)
        seconds = lookout.seconds_after(walk.answered_at)
    read.append(read_now(watch.page, "result"))
    send_to_trainer(watch.page)

    print(f"\nwithout scripts: six grades {seconds:.2f} s after the last task")
    assert seconds <= _allowed()
    assert [] == [word for one in read for word in forbidden_words(one)]
    _check_gradebook(watch, learner)
    trainer = watch_over(java_script_enabled=False, viewport=DESK).page
    trainer.goto(open_url(learner.demo, TRAINER))
    trainer.locator("form[data-continue] button").click()
    _check_row(trainer, learner.name)


def test_levels_reach_gradebook_when_activity_stands_in_a_frame(
    people: People, watch_over: WatchOver, mixed: Mixed
) -> None:
    """In a frame of the course page nothing is different."""
    learner, watch = people.newcomer(), watch_over(viewport=DESK)
    watch.page.goto(learner.frame_url)

    with Lookout(learner) as lookout:
        walk = walk_to_result(_frame(watch.page), decide=mixed, step_choice=LAST)
        seconds = lookout.seconds_after(walk.answered_at)
    send_to_trainer(_frame(watch.page))

    print(f"\nin a frame: six grades {seconds:.2f} s after the last task")
    assert seconds <= _allowed()
    assert watch.page.url.startswith(learner.demo.url)
    _check_gradebook(watch, learner)


def _frame(page: Page) -> Frame:
    found = page.locator("iframe.tool").element_handle().content_frame()
    assert found is not None
    return found


def _allowed() -> float:
    """Five seconds; in proportion more where other work queues for the processors."""
    queued = os.getloadavg()[0] / (os.cpu_count() or 1)
    return GRADE_SECONDS * max(1.0, queued / QUEUED_USUALLY)


def _check_gradebook(watch: Watch, learner: Somebody) -> None:
    """Six levels on a scale of eight, each with its words."""
    book = read_gradebook(watch.page, learner)
    assert len(book.points) == COLUMNS
    assert all(0 <= float(points.replace(",", ".")) <= 8 for points in book.points)
    assert len(book.comments) == COLUMNS
    assert all("niveau" in comment.lower() and A_DAY.search(comment) for comment in book.comments), book


def _check_review(page: Page, learner: Somebody) -> None:
    """The trainer finds the learner in the group and opens the record."""
    page.goto(open_url(learner.demo, TRAINER))
    name = learner.name
    _check_row(page, name)
    take(page, "group")
    page.get_by_role("link", name=name).click()
    assert look(page).page == "learner"
    assert look(page).heading == name
    words = page.locator("main").inner_text()
    assert "Ce que la personne sait faire" in words
    assert "Matériel, connexion, lieu, premiers pas" in words
    assert page.locator(".grade--sent").count() == COLUMNS


def _check_row(page: Page, name: str) -> None:
    """Levels, the state of the grades with its day, and what the answers about equipment call for."""
    assert look(page).page == "cohort"
    row = page.locator(".cohort tbody tr").filter(has_text=name)
    levels = row.locator(".level").all_inner_texts()
    assert len(levels) == 5
    assert set(levels) <= {"0", "1", "2", "3"}
    assert A_DAY.search(row.locator(".grade--sent").inner_text())
    assert "6 notes" in row.locator(".grade--sent").inner_text()
    assert row.locator("td").last.inner_text().strip() not in ("", "–")
