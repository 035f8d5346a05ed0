"""The faults do what they say, the journal keeps them, and stopping never takes long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests

from tests.demo.tiny_tool import LINE_ITEM, LINE_ITEMS, TIMEOUT_SECONDS, Client, TinyTool, score_body
from tests.fake_lms import FakeLms
from tests.people import LEARNER

Connect = Callable[[FakeLms], Client]
Start = Callable[..., FakeLms]


@pytest.mark.parametrize("status", [401, 403, 404, 409, 429, 500, 503])
def test_a_status_comes_as_often_as_asked_when_a_fault_is_set(
    lms: FakeLms, connect: Connect, status: int
) -> None:
    """Nothing is stored meanwhile, and the next request is answered well."""
    client, url = connect(lms), lms.line_item_url()
    lms.fault("scores", status, times=2, retry_after="7")
    answers = [client.post_score(url, score_body(LEARNER.sub)) for _ in range(3)]

    assert [one.status_code for one in answers] == [status, status, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert [one.fault for one in lms.requests_to("scores")] == [str(status), str(status), ""]


def test_faults_wait_for_their_own_address_when_several_are_set(lms: FakeLms, connect: Connect) -> None:
    """In the order in which they were set."""
    client = connect(lms)
    lms.fault("lineitems", 500)
    lms.fault("scores", 503)
    lms.fault("lineitems", 502)

    assert [client.get(lms.line_items_url(), LINE_ITEMS).status_code for _ in range(3)] == [500, 502, 200]
    lms.end_faults()
    assert client.post_score(lms.line_item_url(), score_body(LEARNER.sub)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "stored"), [("reset-before", None), ("reset-after-storing", 5), ("503-after-storing", 5)]
)
def test_a_score_is_stored_or_not_when_the_answer_is_lost(
    lms: FakeLms, connect: Connect, kind: str, stored: float | None
) -> None:
    """A repeat with the same time then meets 409, or not."""
    client, url = connect(lms), lms.line_item_url()
    lms.fault("scores", kind)
    if kind.startswith("reset"):
        with pytest.raises(requests.ConnectionError, match=r"(?i)reset"):
            client.post_score(url, score_body(LEARNER.sub))
    else:
        assert client.post_score(url, score_body(LEARNER.sub)).status_code == 503

    assert lms.grade(LEARNER.sub) == stored
    assert lms.journal[-1].status == (None if kind.startswith("reset") else 503)
    assert client.post_score(url, score_body(LEARNER.sub)).status_code == (409 if stored else 200)


def test_answers_are_spoilt_when_asked(lms: FakeLms, connect: Connect) -> None:
    """A login page, a redirect, half an object, sixteen megabytes."""
    client, url = connect(lms), lms.line_items_url()
    for kind in ("html-200", "redirect", "garbage-json", "huge"):
        lms.fault("lineitems", kind)
    page, redirect, garbage, huge = (client.get(url, LINE_ITEMS) for _ in range(4))

    assert (page.status_code, page.headers["Content-Type"][:9]) == (200, "text/html")
    assert (redirect.status_code, redirect.headers["Location"]) == (302, f"{lms.url}/elsewhere")
    with pytest.raises(requests.JSONDecodeError):
        garbage.json()
    assert len(huge.content) > 16_000_000


def test_the_dialects_own_words_come_when_the_rate_is_limited(start: Start, connect: Connect) -> None:
    """Canvas: 403 with words, no header."""
    lms = start("canvas-like")
    client = connect(lms)
    lms.fault("scores", "rate-limit")
    answer = client.post_score(lms.line_item_url(), score_body(LEARNER.sub))

    assert (answer.status_code, answer.text) == (403, "403 Forbidden (Rate Limit Exceeded)")
    assert "Retry-After" not in answer.headers


def test_a_slow_answer_is_whole_when_one_waits(lms: FakeLms, connect: Connect) -> None:
    """It takes about the time asked for."""
    client = connect(lms)
    lms.fault("lineitems", "slow", seconds=0.6)
    began = time.monotonic()
    answer = client.get(lms.line_items_url(), LINE_ITEMS)

    assert len(answer.json()) == 1
    assert time.monotonic() - began >= 0.5


def test_a_hanging_request_is_let_go_when_the_platform_stops(lms: FakeLms, connect: Connect) -> None:
    """Stopping takes no longer than two seconds, and nothing answers afterwards."""
    client = connect(lms)
    lms.fault("scores", "hang")
    failures: list[Exception] = []

    def post() -> None:
        try:
            client.post_score(lms.line_item_url(), score_body(LEARNER.sub))
        except requests.ConnectionError as error:
            failures.append(error)

    thread = threading.Thread(target=post, daemon=True)
    thread.start()
    while thread.is_alive() and not lms.is_hanging:
        pass
    began = time.monotonic()
    lms.stop()
    thread.join(TIMEOUT_SECONDS)

    assert time.monotonic() - began < 2
    assert len(failures) == 1
    with pytest.raises(requests.ConnectionError):
        client.get(lms.line_items_url(), LINE_ITEMS)
    lms.start()
    assert client.get(lms.line_items_url(), LINE_ITEMS).status_code == 200


def test_dates_and_stored_times_move_when_the_clock_is_set(lms: FakeLms, connect: Connect) -> None:
    """Faulty answers carry the moved date as well."""
    client = connect(lms)
    lms.clock_offset_seconds = -600
    lms.fault("lineitems", 500)
    dates = [
        parsedate_to_datetime(client.get(lms.line_items_url(), LINE_ITEMS).headers["Date"]) for _ in range(2)
    ]
    lms.override_grade(LEARNER.sub, "", 3)
    result = lms.result(LEARNER.sub)

    assert result is not None
    for moment in (*dates, result.stored_at):
        assert abs((lms.platform.clock() - moment).total_seconds()) < 30
        assert time.time() - moment.timestamp() > 500


def test_the_journal_tells_who_got_what_when_a_score_was_posted(
    lms: FakeLms, tool: TinyTool, connect: Connect
) -> None:
    """Sub, number, time, status and the tool's key."""
    client = connect(lms)
    client.post_score(lms.line_item_url(), score_body(LEARNER.sub, 6))
    (entry,) = lms.requests_to("scores")

    assert (entry.method, entry.status, entry.sub, entry.score) == ("POST", 200, LEARNER.sub, 6)
    assert entry.timestamp == "2026-03-02T10:00:00+00:00"
    assert entry.bearer_kid == tool.keys[0].kid
    assert len(lms.requests_to("token")) == 1


def test_revoked_tokens_get_401_when_the_platform_forgets_them(lms: FakeLms, connect: Connect) -> None:
    """A new one works."""
    client = connect(lms)
    lms.forget_tokens()

    assert client.get(lms.line_items_url(), LINE_ITEMS).status_code == 401
    assert connect(lms).get(lms.line_items_url(), LINE_ITEMS).status_code == 200


def test_everything_is_remembered_when_the_platform_starts_from_its_file(
    start: Start, connect: Connect, tmp_path: Path
) -> None:
    """Keys, client, columns with their numbers, grades; a removed column stays removed."""
    first = start(book_path=tmp_path / "lms.json")
    client = connect(first)
    made = client.post(
        first.line_items_url(), {"label": "A", "scoreMaximum": 8, "tag": "a"}, LINE_ITEM
    ).json()
    client.post_score(made["id"], score_body(LEARNER.sub, 3))
    first.remove_line_item()
    first.stop()
    second = start(book_path=tmp_path / "lms.json")

    assert second.book.signing_key.kid == first.book.signing_key.kid
    assert second.book.client_id == first.book.client_id
    assert [item.tag for item in second.book.line_items("2")] == ["a"]
    assert second.result(LEARNER.sub, "a") == first.result(LEARNER.sub, "a")
    assert second.grade(LEARNER.sub, "a") == 3


def test_more_learners_are_in_the_course_when_a_test_asks_for_them(start: Start, connect: Connect) -> None:
    """Their subs begin at 1001."""
    lms = start(extra_learners=3)

    assert connect(lms).post_score(lms.line_item_url(), score_body("1003")).status_code == 200
