"""A card as an administrator types it."""

from __future__ import annotations

from datetime import date

import pytest

from lti_tool.domain.card_form import LENGTHS, read_card, typed_of
from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import write_hours
from lti_tool.domain.resources import Card, CardKind, Region

TODAY = date(2026, 11, 20)
TYPED = {
    "title": "  Atelier   du mardi ",
    "kind": "Lieu",
    "says": "On vous aide. C'est gratuit.",
    "where": "Rue Neuve 1, 5000 Namur",
    "phone": "081 00 00 00",
    "website": "https://www.exemple.be/a?b=c",
    "hours": "ma je 9h-12h, sa 10h-12h",
    "languages": "français, Néerlandais ; ar",
    "regions": "Wallonie",
    "network": "Réseau",
    "fits": "appareil, Aide, m08, 2.3",
    "offline": "Oui",
    "checked": "20/11/2026",
}


def read(**changes: str) -> Card:
    """A card that has no fault."""
    found = read_card({**TYPED, **changes}, today=TODAY)
    assert {} == found.faults
    assert found.card is not None
    return found.card


def faults(**changes: str) -> dict[str, str]:
    """What is odd, by field."""
    found = read_card({**TYPED, **changes}, today=TODAY)
    assert found.card is None
    return dict(found.faults)


def test_everything_is_read_when_all_is_typed() -> None:
    card = read()

    assert ("Atelier du mardi", CardKind.PLACE, True) == (card.title, card.kind, card.is_own)
    assert "ma je 9:00-12:00, sa 10:00-12:00" == write_hours(card.openings)
    assert (("fr", "nl", "ar"), (Region.WALLONIA,)) == (card.languages, card.regions)
    assert (Need.DEVICE_LOAN, Need.DEVICE_SHARED, Need.HELP_PERSON) == card.needs
    assert (("device", "alone"), ("M08",), ("2.3",)) == (card.obstacles, card.modules, card.competences)
    assert (True, TODAY) == (card.has_copy, card.checked_on)


def test_three_fields_are_enough() -> None:
    found = read_card({"title": "A", "kind": "service", "says": "B."}, today=TODAY)

    assert found.card is not None
    assert ((Region.EVERYWHERE,), (), None) == (
        found.card.regions,
        found.card.openings,
        found.card.checked_on,
    )


def test_a_card_is_typed_again_as_it_was() -> None:
    card = read()

    assert card == read_card(typed_of(card), today=TODAY).card


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("title", " ", "missing"),
        ("title", "x" * (LENGTHS["title"] + 1), "too-long"),
        ("title", "a\x00b", "odd-signs"),
        ("title", "a\u202eb", "odd-signs"),
        ("says", "", "missing"),
        ("says", "x" * (LENGTHS["says"] + 1), "too-long"),
        ("kind", "", "missing"),
        ("kind", "lieu personne", "missing"),
        ("kind", "magasin", "unknown"),
        ("phone", "appelez-moi", "odd-phone"),
        ("phone", "081", "odd-phone"),
        ("website", "http://www.exemple.be", "odd-website"),
        ("website", "www.exemple.be", "odd-website"),
        ("website", "javascript:alert(1)", "odd-website"),
        ("website", "https://qui@exemple.be", "odd-website"),
        ("website", "https://exemple.be/<b>", "odd-website"),
        ("website", "https://exemple", "odd-website"),
        ("hours", "sur rendez-vous", "odd-hours"),
        ("languages", "klingon", "unknown"),
        ("regions", "Paris", "unknown"),
        ("fits", "appareil, M8", "unknown"),
        ("fits", "9.9", "unknown"),
        ("offline", "peut-être", "yes-or-no"),
        ("checked", "hier", "odd-date"),
        ("checked", "31/02/2026", "odd-date"),
        ("checked", "21/11/2026", "future"),
        ("checked", "2026-11-21", "future"),
    ],
)
def test_one_reason_is_told_when_a_field_is_odd(field: str, text: str, reason: str) -> None:
    assert {field: reason} == faults(**{field: text})


def test_every_odd_field_is_told_at_once() -> None:
    assert {"title": "missing", "phone": "odd-phone", "hours": "odd-hours"} == faults(
        title="", phone="x", hours="x"
    )


def test_the_odd_piece_is_told_and_cut_short() -> None:
    found = read_card({**TYPED, "fits": "appareil, " + "y" * 90}, today=TODAY)

    assert {"fits": "y" * 40} == found.parts


@pytest.mark.parametrize("text", ["1/3/2026", "01.03.2026", "2026-03-01", "01-03-2026"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert date(2026, 3, 1) == read(checked=text).checked_on
