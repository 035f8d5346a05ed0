"""Words about a record: how they are kept, and that nothing is overwritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.remarks import (
    Note,
    Objection,
    emptied,
    note_text,
    objection_words,
    replied,
    rewritten,
    struck,
    words_of,
)
from tests.factories import NOW

NOTE = Note(
    id="n",
    centre_id="c",
    person_id="p",
    resource_link_id="l",
    context_id="x",
    text="Veut écrire à son fils.",
    written_by="t",
    written_at=NOW,
)
OBJECTION = Objection(id="o", centre_id="c", attempt_id="a", said_at=NOW, words="Je sais faire.")


def test_lines_are_kept_and_control_signs_are_not() -> None:
    assert "Un\n\nDeux" == words_of(" \r\nUn\x00 \r\n\r\nDeux\u200e\n ")


@pytest.mark.parametrize("text", ["", "  ", "\n\x00\n"])
def test_a_note_without_words_is_refused(text: str) -> None:
    with pytest.raises(MalformedRequest, match="note-missing"):
        note_text(text)


@pytest.mark.parametrize(("keep", "most"), [(note_text, 1000), (objection_words, 300)])
def test_words_may_have_their_length_and_no_more(keep: object, most: int) -> None:
    assert callable(keep)
    assert "x" * most == keep("x" * most)
    with pytest.raises(MalformedRequest, match="words-too-long"):
        keep("x" * (most + 1))


def test_a_disagreement_needs_no_words() -> None:
    assert objection_words("  ") == ""


def test_the_first_reply_counts_when_two_are_given() -> None:
    first = replied(OBJECTION, date(2026, 11, 20), "On regarde ensemble.", by="t", now=NOW)
    again = replied(first, date(2026, 11, 21), "Autre", by="u", now=NOW + timedelta(days=1))

    assert first is again
    assert (False, "t", OBJECTION.words) == (first.is_open, first.replied_by, first.words)


def test_a_struck_note_keeps_its_text_and_an_emptied_one_its_author() -> None:
    out = struck(rewritten(NOTE, "Autrement", NOW), by="u", now=NOW)
    gone = emptied(out, by="u", now=NOW)

    assert ("Autrement", False) == (out.text, out.stands)
    assert ("", "t", NOW) == (gone.text, gone.written_by, gone.written_at)
    assert gone is emptied(gone, by="x", now=NOW + timedelta(days=1))
    assert out is struck(out, by="x", now=NOW + timedelta(days=1))
