"""A launch without the browser's mark: what is sealed, what opens it, and who may go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.errors import NotAllowed, NotAuthenticated, TooLarge
from lti_tool.domain.launch import LoginState
from lti_tool.lti.hand_over import HandOver, HandOverSeal, MarkMissing, check_browser
from lti_tool.lti.login import STATE_LIFE, digest
from tests.lti.desk import Desk
from tests.lti.doubles import NOW, launch_claims, signed

LOGIN = LoginState(
    state_hash=digest("secret-1"),
    nonce="nonce-1",
    browser_hash=digest("browser-1"),
    centre_id="centre-1",
    registration_id="registration-1",
    target_link_uri="https://tool.example/lti/launch",
    deployment_hint=None,
    created_at=NOW,
    expires_at=NOW + timedelta(seconds=60),
)
HERE = HandOver(secret="secret-1", login=LOGIN, id_token="a.b.c", is_same_agent=True)
SEAL = HandOverSeal(b"one secret")
AGENT = "Firefox\nfr"


def missing(desk: Desk, **form: object) -> MarkMissing:
    """What is raised when no cookie comes with a message."""
    desk.remember(agent_hash=digest(AGENT))
    with pytest.raises(MarkMissing) as caught:
        desk.verifier.verify(
            {"state": ["state-1"], "id_token": [signed(launch_claims())]},
            browser_token=None,
            now=NOW,
            agent=str(form.get("agent", AGENT)),
        )
    return caught.value


def test_hand_over_comes_back_when_its_code_is_opened() -> None:
    assert SEAL.open(SEAL.close(HERE)) == HERE


def test_code_tells_nothing_and_differs_when_the_same_is_sealed_twice() -> None:
    codes = {SEAL.close(HERE) for _ in range(3)}

    assert len(codes) == 3
    assert not [code for code in codes if "a.b.c" in code or "secret-1" in code]
    assert "secret-1" not in repr(HERE)
    assert "a.b.c" not in repr(HERE)


def test_code_opens_when_the_secret_became_a_former_one() -> None:
    renewed = HandOverSeal(b"another secret", former=[b"one secret"])

    assert renewed.open(SEAL.close(HERE)) == HERE
    with pytest.raises(NotAuthenticated, match="hand-over-seal"):
        SEAL.open(renewed.close(HERE))


@pytest.mark.parametrize("place", range(0, 120, 7))
def test_code_does_not_open_when_one_character_differs(place: int) -> None:
    code = SEAL.close(replace(HERE, id_token="x" * 100))
    altered = f"{code[:place]}{'A' if code[place] != 'A' else 'B'}{code[place + 1 :]}"

    with pytest.raises(NotAuthenticated, match="hand-over-seal"):
        SEAL.open(altered)


def test_message_is_checked_in_the_new_tab_when_its_code_comes_back(desk: Desk) -> None:
    found = missing(desk)
    launch = desk.verifier.verify_again(found.hand_over, proof="", now=NOW)

    assert launch.person is not None
    assert launch.person.sub == "7"


def test_code_is_good_once_when_it_comes_back_again(desk: Desk) -> None:
    found = missing(desk)
    desk.verifier.verify_again(found.hand_over, proof="", now=NOW)

    with pytest.raises(NotAuthenticated, match="state-unknown"):
        desk.verifier.verify_again(found.hand_over, proof="", now=NOW)


def test_nothing_is_remembered_when_the_mark_is_missing(desk: Desk) -> None:
    """G1: a refusal stores nothing; what waits is in the code alone, for a minute at most."""
    login = missing(desk).hand_over.login

    assert desk.states.states == {}
    assert login.expires_at == NOW + timedelta(seconds=60)
    assert login.nonce == "nonce-1"


def test_message_is_refused_at_once_when_it_is_wrong_and_the_mark_is_missing(desk: Desk) -> None:
    desk.remember(agent_hash=digest(AGENT))
    body = {"state": ["state-1"], "id_token": [signed(launch_claims(nonce="other"))]}
    with pytest.raises(NotAuthenticated, match="nonce") as caught:
        desk.verifier.verify(body, browser_token=None, now=NOW, agent=AGENT)

    assert not isinstance(caught.value, MarkMissing)


@pytest.mark.parametrize("seconds", [60, 3600, -61])
def test_code_is_over_when_its_minute_is(desk: Desk, seconds: int) -> None:
    found = missing(desk)

    with pytest.raises(NotAuthenticated, match="state-expired"):
        desk.verifier.verify_again(found.hand_over, proof="", now=NOW + timedelta(seconds=seconds))


def test_login_never_lives_longer_when_it_was_nearly_over(desk: Desk) -> None:
    desk.remember(
        agent_hash=digest(AGENT), created_at=NOW - STATE_LIFE, expires_at=NOW + timedelta(seconds=5)
    )
    body = {"state": ["state-1"], "id_token": [signed(launch_claims())]}
    with pytest.raises(MarkMissing) as caught:
        desk.verifier.verify(body, browser_token=None, now=NOW, agent=AGENT)

    assert caught.value.hand_over.login.expires_at == NOW + timedelta(seconds=5)


def test_nothing_waits_when_the_message_is_too_large(desk: Desk) -> None:
    desk.remember(agent_hash=digest(AGENT))
    body = {"state": ["state-1"], "id_token": ["a" * 131_073]}
    with pytest.raises(TooLarge, match="token-too-large"):
        desk.verifier.verify(body, browser_token=None, now=NOW, agent=AGENT)

    assert desk.states.states == {}


def test_nothing_waits_when_the_platform_was_switched_off(desk: Desk) -> None:
    desk.states.registrations = {
        key: replace(known, is_enabled=False) for key, known in desk.states.registrations.items()
    }
    desk.remember(agent_hash=digest(AGENT))
    body = {"state": ["state-1"], "id_token": [signed(launch_claims())]}
    with pytest.raises(NotAllowed, match="registration-disabled"):
        desk.verifier.verify(body, browser_token=None, now=NOW, agent=AGENT)

    assert desk.states.states == {}


BROWSERS = [
    pytest.param(True, None, "", True, id="alike"),
    pytest.param(True, None, "anything", True, id="alike-and-no-storage"),
    pytest.param(False, None, "", False, id="unlike"),
    pytest.param(False, None, "proof-1", False, id="unlike-and-no-storage"),
    pytest.param(True, "proof-1", "", True, id="storage-silent"),
    pytest.param(False, "proof-1", "", False, id="unlike-and-storage-silent"),
    pytest.param(False, "proof-1", "proof-1", True, id="unlike-with-proof"),
    pytest.param(True, "proof-1", "proof-2", False, id="alike-with-a-wrong-proof"),
]


@pytest.mark.parametrize(("is_same_agent", "stored", "proof", "is_taken"), BROWSERS)
def test_browser_may_go_on_when_its_proof_or_its_words_are_right(
    is_same_agent: bool, stored: str | None, proof: str, is_taken: bool
) -> None:
    login = replace(LOGIN, storage_hash=digest(stored) if stored else None)
    here = replace(HERE, login=login, is_same_agent=is_same_agent)
    if is_taken:
        assert check_browser(here, proof) is None  # type: ignore[func-returns-value]  # it raises or not
        return
    with pytest.raises(NotAuthenticated, match="other-browser"):
        check_browser(here, proof)
