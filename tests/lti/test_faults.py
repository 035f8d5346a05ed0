"""What a refused score means: section 3.1 of the fault catalogue, over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from lti_tool.domain.errors import PasserelleError, PlatformRefused, PlatformUnavailable
from tests.lti.doubles import NOW
from tests.lti.lms_peer import Site
from tests.lti.peer import Reply, json_reply

SCORES = "/items/5/lineitem/scores"


def fault(act: Any) -> tuple[type[PasserelleError], str]:
    with pytest.raises(PasserelleError) as caught:
        act()
    return type(caught.value), caught.value.reason


def words(status: int, text: str) -> Reply:
    return Reply(status=status, body=text.encode())


MOODLE_400 = json_reply(
    {"status": 400, "reason": "Incorrect score received", "request": {"url": "https://x/scores"}}, 400
)


REFUSALS = [
    pytest.param(words(200, "<html>sign in</html>"), PlatformUnavailable, "not-json", id="F18-html"),
    pytest.param(words(403, "insufficient scope"), PlatformRefused, "scope-missing", id="F03"),
    pytest.param(words(403, "user is not enrolled"), PlatformRefused, "not-gradable", id="F04-brightspace"),
    pytest.param(words(404, "no such item"), PlatformRefused, "line-item-gone", id="F05"),
    pytest.param(words(404, "User not found"), PlatformRefused, "not-gradable", id="F08-d2l"),
    pytest.param(MOODLE_400, PlatformRefused, "not-gradable", id="F08-moodle"),
    pytest.param(
        Reply(status=400, phrase="Incorrect score received"),
        PlatformRefused,
        "not-gradable",
        id="F08-moodle-phrase",
    ),
    pytest.param(words(400, "User could not be found"), PlatformRefused, "not-gradable", id="F08-blackboard"),
    pytest.param(words(422, "user"), PlatformRefused, "not-gradable", id="F08-422"),
    pytest.param(words(400, "bad timestamp"), PlatformRefused, "invalid-body", id="F09-400"),
    pytest.param(words(422, "no"), PlatformRefused, "invalid-body", id="F09-422"),
    pytest.param(words(415, "no"), PlatformRefused, "invalid-body", id="F09-415"),
    pytest.param(
        json_reply({"reason": "x", "request": {"url": "https://user.example/user?user_id=7"}}, 404),
        PlatformRefused,
        "line-item-gone",
        id="F05-address-speaks-of-user",
    ),
    pytest.param(words(429, ""), PlatformUnavailable, "rate-limited", id="F10"),
    pytest.param(
        words(403, "403 Forbidden (Rate Limit Exceeded)"),
        PlatformUnavailable,
        "rate-limited",
        id="F11-canvas",
    ),
    *[
        pytest.param(words(status, "<html>"), PlatformUnavailable, "server-error", id=f"F12-{status}")
        for status in (408, 425, 500, 502, 503, 504)
    ],
    pytest.param(Reply(raw=b""), PlatformUnavailable, "reset", id="F17"),
    *[
        pytest.param(
            Reply(status=status, headers={"Location": "/elsewhere"}),
            PlatformRefused,
            "redirected",
            id=f"F21-{status}",
        )
        for status in (301, 302, 307, 308)
    ],
]


@pytest.mark.parametrize(("reply", "kind", "reason"), REFUSALS)
def test_refused_score_says_why_when_the_platform_does(
    site: Site, reply: Reply, kind: type[PasserelleError], reason: str
) -> None:
    site.peer.answer(SCORES, reply)

    assert fault(site.send) == (kind, reason)
    assert len(site.peer.requests_to(SCORES)) == 1
    assert not site.peer.requests_to("/elsewhere")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        pytest.param("30", 30.0, id="F10-seconds"),
        pytest.param("0", 1.0, id="F10-zero"),
        pytest.param("999999999999", 3600.0, id="F10-huge"),
        pytest.param(format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0, id="F10-date"),
        pytest.param(format_datetime(NOW - timedelta(days=1), usegmt=True), 1.0, id="F10-past"),
        pytest.param("soon", None, id="F11-nonsense"),
        pytest.param("-5", None, id="F11-negative"),
    ],
)
def test_platform_says_when_to_come_back_when_it_limits(
    site: Site, header: str, seconds: float | None
) -> None:
    site.peer.answer(SCORES, Reply(status=429, headers={"Retry-After": header}))

    with pytest.raises(PlatformUnavailable) as caught:
        site.send()
    assert caught.value.retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("reply", "is_ambiguous"),
    [
        pytest.param(Reply(raw=b""), True, id="F17"),
        pytest.param(words(200, "<html>"), True, id="F18"),
        pytest.param(words(504, ""), True, id="504"),
        pytest.param(words(500, ""), False, id="500"),
        pytest.param(words(429, ""), False, id="429"),
    ],
)
def test_doubt_is_told_when_the_score_may_have_been_stored(
    site: Site, reply: Reply, is_ambiguous: bool
) -> None:
    site.peer.answer(SCORES, reply)

    with pytest.raises(PlatformUnavailable) as caught:
        site.send()
    assert caught.value.is_ambiguous is is_ambiguous
