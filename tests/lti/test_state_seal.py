"""The word in which the browser takes a login along: ours alone, whole, one login however it is spelled."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.launch import LoginState
from lti_tool.lti.login import STATE_LIFE, digest
from lti_tool.lti.state_seal import StateSeal
from tests.lti.doubles import LAUNCH_URL, NOW

SECRET = "s" * 43
LOGIN = LoginState(
    state_hash=digest(SECRET),
    nonce="nonce-1",
    browser_hash=digest("browser-1"),
    centre_id="centre-1",
    registration_id="registration-1",
    target_link_uri=LAUNCH_URL,
    deployment_hint=None,
    created_at=NOW + timedelta(microseconds=7),
    expires_at=NOW + STATE_LIFE,
)
SEAL = StateSeal(b"one secret")
FULL = replace(
    LOGIN,
    deployment_hint="é 1",
    agent_hash=digest("agent"),
    storage_hash=digest("proof"),
    storage_target="_parent",
)


@pytest.mark.parametrize("login", [LOGIN, FULL])
def test_login_comes_back_when_its_word_is_opened(login: LoginState) -> None:
    word = SEAL.close(login, SECRET)

    assert SEAL.open(word) == login
    assert set(word) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), "URL-safe"


@pytest.mark.parametrize("place", range(0, 319, 13))
def test_word_opens_nothing_when_one_character_differs(place: int) -> None:
    word = SEAL.close(LOGIN, SECRET)
    altered = f"{word[:place]}{'A' if word[place] != 'A' else 'B'}{word[place + 1 :]}"

    assert SEAL.open(altered) is None


@pytest.mark.parametrize(
    "word", ["", "x", "x" * 43, "é", "\ud800", "====", "a b", "A" * 43, "A" * 64, "A" * 20_000, "\0"]
)
def test_word_opens_nothing_when_it_is_not_ours(word: str) -> None:
    assert SEAL.open(word) is None


def test_word_of_another_installation_opens_nothing() -> None:
    assert SEAL.open(StateSeal(b"another secret").close(LOGIN, SECRET)) is None


def test_word_opens_when_the_secret_became_a_former_one() -> None:
    renewed = StateSeal(b"another secret", former=[b"one secret"])

    assert renewed.open(SEAL.close(LOGIN, SECRET)) == LOGIN
    assert SEAL.open(renewed.close(LOGIN, SECRET)) is None


def test_login_stays_the_same_when_its_word_is_spelled_in_another_way() -> None:
    """A login is known by its hash when it is used: another spelling must not be another login."""
    spelled = [f"{word}{end}" for end in ("", "=", "==") for word in _spellings(SEAL.close(LOGIN, SECRET))]
    opened = [login for login in map(SEAL.open, spelled) if login is not None]

    assert len(opened) > 1
    assert {login.state_hash for login in opened} == {digest(SECRET)}


def _spellings(word: str) -> list[str]:
    """Every last character that decodes to the same bytes."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    candidates = [f"{word[:-1]}{last}" for last in alphabet]
    return [each for each in candidates if base64.urlsafe_b64decode(each + "=" * (-len(each) % 4)) == raw]
