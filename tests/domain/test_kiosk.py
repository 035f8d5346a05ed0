"""Codes as people type them, and how hard they are to guess."""

from __future__ import annotations

import pytest

from lti_tool.domain.kiosk import ALPHABET, CODE_LIFE, LENGTH, SLIP_LIFE, spelled, typed
from lti_tool.web.limits import Limits


@pytest.mark.parametrize(
    "text", ["ABCD2345", "abcd-2345", " abcd 2345 ", "AB-CD-23-45", "ABCD\u20132345", "ABCD\u00a02345"]
)
def test_code_is_read_however_it_is_typed(text: str) -> None:
    assert typed(text) == "ABCD2345"


@pytest.mark.parametrize("text", ["", "ABCD234", "ABCD23456", "ABCO2345", "ABC12345", "ABCD234\0", "é" * 8])
def test_nothing_is_read_when_it_cannot_be_a_code(text: str) -> None:
    assert typed(text) == ""


def test_code_is_shown_in_two_halves() -> None:
    assert spelled("ABCD2345") == "ABCD-2345"
    assert typed(spelled("ABCD2345")) == "ABCD2345"


def test_no_two_signs_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 30
    assert not set("01OILU") & set(ALPHABET)


@pytest.mark.parametrize(("life", "live_codes"), [(CODE_LIFE, 5000), (SLIP_LIFE, 5000)])
def test_guessing_is_hopeless_when_the_limit_is_used_up_all_the_time(life: object, live_codes: int) -> None:
    """The reckoning of the decision records: one limit for all processes, 5 000 codes alive."""
    in_all = Limits().all_kiosk_codes
    minutes = life.total_seconds() / 60  # type: ignore[attr-defined]  # a timedelta
    guesses = in_all.at_once + in_all.per_minute * minutes

    assert guesses * live_codes / len(ALPHABET) ** LENGTH < 2e-4
