"""What a walk through the pages of learners by eye found on a telephone, and must not come back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from lti_tool.domain.language import LANGUAGES
from tests.accessibility.looking import Gallery
from tests.sampling import turn

WIDTH, HEIGHT = 360, 740
MARK_PX = 16
ONE_LINE_PX = 50


@pytest.fixture
def phone(gallery: Gallery) -> Gallery:
    """The catalogue on the telephone that most learners have."""
    gallery.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return gallery


def _number(page: Page, script: str) -> float:
    return float(page.evaluate(script))


def test_the_marks_of_a_list_stand_inside_their_panel(phone: Gallery) -> None:
    phone.open("step/end-later")

    room = "parseFloat(getComputedStyle(document.querySelector('.module__later')).paddingInlineStart)"
    assert MARK_PX <= _number(phone.page, room)


def test_the_button_that_ends_a_kiosk_covers_no_words(phone: Gallery) -> None:
    phone.open("sitting/kiosk-welcome")

    between = """document.querySelector('.top .small').getBoundingClientRect().top
      - document.querySelector('.top__end .button').getBoundingClientRect().bottom"""
    assert 0 <= _number(phone.page, between)


@pytest.mark.parametrize("language", turn(LANGUAGES.index("de"), LANGUAGES))
def test_the_first_line_stays_one_line_in_each_language(phone: Gallery, language: str) -> None:
    """Its words are the brand, the languages and the end of the session."""
    phone.open("error/e-link", language)

    line = "document.querySelector('.top__line').getBoundingClientRect().height"
    assert ONE_LINE_PX >= _number(phone.page, line)


@pytest.mark.parametrize("language", turn(LANGUAGES.index("de"), LANGUAGES))
def test_the_number_to_show_is_not_broken(phone: Gallery, language: str) -> None:
    """Somebody reads it aloud: a number in two halves is read wrongly."""
    phone.open("error/e-link", language)

    lines = "document.querySelector('main b.whole').getClientRects().length"
    assert 1 == _number(phone.page, lines)


def test_a_heading_inside_a_panel_is_not_larger_than_the_one_above_it(phone: Gallery) -> None:
    phone.open("resources/helpers")

    larger = """parseFloat(getComputedStyle(document.querySelector('h2')).fontSize)
      - parseFloat(getComputedStyle(document.querySelector('h3')).fontSize)"""
    assert 0 <= _number(phone.page, larger)
