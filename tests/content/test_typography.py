"""A figure stays with its unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lti_tool.content.items import load_item
from lti_tool.content.typography import bound
from tests.content.planted import SOUND, content_folder


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("À 9 h.", "À 9~h."),
        ("de 9 h 30 à 18 h", "de 9~h~30 à 18~h"),
        ("20 € ou 5 %", "20~€ ou 5~%"),
        ("0470 00 12 34", "0470~00~12~34"),
        ("63,9 Go sur 64 Go", "63,9~Go sur 64~Go"),
        ("14 watts", "14~watts"),
        ("Prenez 2 photos", "Prenez 2 photos"),
        ("le 3 mai 2026", "le 3 mai 2026"),
        ("5 hommes", "5 hommes"),
        ("Je nicht schrijft je 's avonds.", "Je nicht schrijft je 's~avonds."),
        ("mama's fiets", "mama's fiets"),
        ("Ihre E-Mail-Adresse", "Ihre E\u2011Mail-Adresse"),
        ("drie e-mails (e-mail)", "drie e\u2011mails (e\u2011mail)"),
        ("SIE-Mailbox, e-mail@courrier.example", "SIE-Mailbox, e-mail@courrier.example"),
    ],
)
def test_a_line_never_breaks_there_when_a_text_is_shown(text: str, shown: str) -> None:
    assert shown.replace("~", "\u00a0") == bound(text)


def test_only_texts_change_when_a_whole_file_is_read() -> None:
    values = {"a": ["9 h", {"b": "5 €"}], "n": 9, "d": date(2026, 12, 3), "x": None}

    assert {**values, "a": ["9\u00a0h", {"b": "5\u00a0€"}]} == bound(values)


def test_the_hour_stays_whole_when_an_item_tells_one(tmp_path: Path) -> None:
    path = content_folder(tmp_path, SOUND.replace("Vous voulez répondre.", "Il est 9 h 30."))

    assert "9\u00a0h\u00a030" in load_item(path, "fr", {"LO2.1.05": "2.1"}).question
