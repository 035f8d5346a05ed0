"""The demo survives a restart in the middle of a diagnostic."""

from __future__ import annotations

from pathlib import Path

from tests.browser.answering import begin, forward_to_question, say_i_do_not_know
from tests.browser.conftest import WatchOver
from tests.browser.gradebook import COLUMNS, Lookout, read_gradebook
from tests.browser.people import Somebody, new_demo
from tests.walking import look, never_knows, walk_to_result


def test_answers_and_grades_are_there_when_demo_was_restarted(watch_over: WatchOver, tmp_path: Path) -> None:
    """SIGTERM in the middle of one learner's questions, after another one's grades arrived."""
    with new_demo(tmp_path) as demo:
        done, busy = Somebody(demo=demo, key="emile"), Somebody(demo=demo, key="malcolm")
        first = watch_over()
        first.page.goto(done.open_url)
        with Lookout(done) as lookout:
            walk = walk_to_result(first.page, decide=never_knows)
            lookout.seconds_after(walk.answered_at)
        before = read_gradebook(first.page, done)
        second = watch_over()
        second.page.goto(busy.open_url)
        begin(second.page)
        for _ in range(2):
            say_i_do_not_know(second.page)
            left_at = forward_to_question(second.page)

        demo.stop()
        demo.start()

        assert read_gradebook(first.page, done) == before
        assert len(before.points) == COLUMNS
        second.page.reload()
        assert look(second.page).heading == left_at.heading
        second.page.goto(busy.open_url)
        assert begin(second.page).heading == left_at.heading
        say_i_do_not_know(second.page)
        assert forward_to_question(second.page).heading != left_at.heading
