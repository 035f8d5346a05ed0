"""Nobody is frightened: not who knows nothing, not who does not want to."""

from __future__ import annotations

import pytest

from tests.browser.answering import begin
from tests.browser.conftest import WatchOver
from tests.browser.gradebook import read_gradebook
from tests.browser.people import People
from tests.browser.watching import Read, forbidden_words
from tests.walking import look, never_knows, walk_to_result

FEW_ANSWERS = 16


def test_diagnostic_ends_early_and_kindly_when_learner_knows_nothing(
    people: People, watch_over: WatchOver
) -> None:
    """ "Je ne sais pas" everywhere: few questions, and the result begins with something the person can do."""
    learner, watch = people.newcomer(), watch_over()
    watch.page.goto(learner.open_url)

    walk = walk_to_result(watch.page, decide=never_knows)
    words = watch.page.locator("main").inner_text()

    print(f"\nwho knows nothing is asked {len(walk.moves)} questions")
    assert len(walk.moves) <= FEW_ANSWERS
    assert look(watch.page).heading.startswith("Vous savez ")
    assert words.startswith("Vous savez ")
    assert [] == [word for read in watch.reads for word in forbidden_words(read)]
    assert len(watch.reads) >= len(walk.pages)


def test_nothing_leaves_when_learner_says_not_now(people: People, watch_over: WatchOver) -> None:
    """No grade, calm words, and the activity can be begun whenever the person wants."""
    learner, watch = people.newcomer(), watch_over()
    watch.page.goto(learner.open_url)
    watch.page.get_by_role("button", name="Pas maintenant").click()
    watch.page.get_by_role("heading", name="Ce sera pour plus tard").wait_for()

    watch.page.wait_for_timeout(1500)  # Three rounds of the worker: a grade would have left.
    book = read_gradebook(watch.page, learner)
    watch.page.goto(learner.open_url)

    assert book.points == ()
    assert book.comments == ()
    assert begin(watch.page).page == "question"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Pas de note. Pas de chrono.", []),
        ("Votre score", ["score"]),
        ("C'est un examen, avec une note", ["examen", "note"]),
        ("Une photo bien ratée", ["ratée"]),
        ("Je note mon code", ["note"]),
    ],
)
def test_frightening_words_are_found_when_they_stand_on_a_page(words: str, expected: list[str]) -> None:
    """The list of `ux.md` 6.4."""
    assert expected == forbidden_words(Read(page="question", words=words))
