"""A launch without the browser's mark: what is sealed, what opens it, and who may go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.errors import NotAllowed, NotAuthenticated, TooLarge
from lti_tool.lti.hand_over import HandOver, HandOverSeal, MarkMissing, check_browser
from lti_tool.lti.login import STATE_LIFE, digest
from tests.lti.desk import Desk
from tests.lti.doubles import NOW, launch_claims, signed

HERE = HandOver(secret="secret-1", id_token="a.b.c", is_same_agent=True)
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
    assert desk.states.states == {}


def test_keys_are_not_fetched_when_the_mark_is_missing(desk: Desk) -> None:
    """Cheap checks first: the message is looked at when somebody presses the button."""
    missing(desk)

    assert desk.peer.seen == []


def test_login_waits_for_a_minute_at_most_when_the_mark_is_missing(desk: Desk) -> None:
    found = missing(desk)

    assert list(desk.states.states) == [digest(found.hand_over.secret)] == [found.login.state_hash]
    assert found.login.expires_at == NOW + timedelta(seconds=60)
    assert found.login.nonce == "nonce-1"


@pytest.mark.parametrize("seconds", [60, 3600, -61])
def test_code_is_over_when_its_minute_is(desk: Desk, seconds: int) -> None:
    found = missing(desk)

    with pytest.raises(NotAuthenticated, match="state-expired"):
        desk.verifier.verify_again(found.hand_over, proof="", now=NOW + timedelta(seconds=seconds))


def test_login_never_lives_longer_when_it_was_nearly_over(desk: Desk) -> None:
    desk.remember(
        agent_hash=digest(AGENT), created_at=NOW - STATE_LIFE, expires_at=NOW + timedelta(seconds=5)
    )
    body = {"state": ["state-1"], "id_token": ["a.b.c"]}
    with pytest.raises(MarkMissing) as caught:
        desk.verifier.verify(body, browser_token=None, now=NOW, agent=AGENT)

    assert caught.value.login.expires_at == NOW + timedelta(seconds=5)


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
    body = {"state": ["state-1"], "id_token": ["a.b.c"]}
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
    desk: Desk, is_same_agent: bool, stored: str | None, proof: str, is_taken: bool
) -> None:
    login = replace(missing(desk).login, storage_hash=digest(stored) if stored else None)
    here = replace(HERE, is_same_agent=is_same_agent)
    if is_taken:
        assert check_browser(here, login, proof) is None  # type: ignore[func-returns-value]  # it raises or not
        return
    with pytest.raises(NotAuthenticated, match="other-browser"):
        check_browser(here, login, proof)
