"""The diagnostic on paper as a printer gets it: what belongs together is on one sheet."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from lti_tool.domain.paper import paper_form
from lti_tool.domain.start import Stage
from tests.browser.conftest import WatchOver
from tests.browser.people import TRAINER, People, open_url
from tests.contents import the_shelf

DONT_KNOW, RATHER_NOT = "Je ne sais pas", "Je préfère ne pas répondre"
SHELF = the_shelf()
QUESTIONS = SHELF.access
QUESTION = re.compile(r"(?<!\d)(\d)\. ")


@pytest.fixture
def sheets(people: People, watch_over: WatchOver) -> list[str]:
    """The words of each printed page of the form, as the trainer's browser prints it."""
    page = watch_over(viewport={"width": 1280, "height": 800}).page
    page.goto(open_url(people.newcomer().demo, TRAINER))
    page.get_by_role("link", name="En séance").click()
    page.get_by_role("link", name="Le diagnostic sur papier").click()
    printed = page.pdf(prefer_css_page_size=True)
    return [words_of(one.extract_text()) for one in PdfReader(BytesIO(printed)).pages]


def words_of(text: str) -> str:
    """Without ligatures, and without the ends of lines."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_no_question_is_cut_from_its_answers_and_each_page_bears_the_code(sheets: list[str]) -> None:
    """A sheet that fell out of the pile is found again, and nobody turns a page to tick a box."""
    form = paper_form(SHELF.bank, Stage.ENTRY)
    assert form is not None
    tasks = len(form.tasks)
    begun = [[int(one) for one in re.findall(rf"tâche (\d+) sur {tasks}", words)] for words in sheets]
    ended = [words.count(f"? {DONT_KNOW}") for words in sheets]
    asked = [len(QUESTION.findall(words)) if RATHER_NOT in words else 0 for words in sheets]

    assert [] == [number for number, words in enumerate(sheets, 1) if f"Feuille {form.code}" not in words]
    assert list(range(1, tasks + 1)) == [number for numbers in begun for number in numbers]
    assert [len(numbers) for numbers in begun] == ended
    assert [words.count(RATHER_NOT) for words in sheets] == asked
    assert len(QUESTIONS) == sum(asked)


def test_the_code_ends_the_first_page_and_begins_the_others(sheets: list[str]) -> None:
    """Where the page on which a sheet is typed in says that it stands."""
    form = paper_form(SHELF.bank, Stage.ENTRY)
    assert form is not None
    label = f"Feuille {form.code}"

    assert sheets[0].endswith(label)
    assert [] == [words for words in sheets[1:] if not words.startswith(label)]


def test_every_question_stands_with_its_last_answer(sheets: list[str]) -> None:
    for question in QUESTIONS:
        asked, last = words_of(question.question), words_of(question.choices[-1].text)
        (words,) = [words for words in sheets if asked in words]

        assert words.index(asked) < words.index(last)
