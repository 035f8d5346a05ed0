"""Line items, scores and results: section 3.1 of the fault catalogue, over real HTTP."""

from __future__ import annotations

import traceback
from datetime import datetime
from typing import Any

import pytest

from lti_tool.domain.errors import PasserelleError, PlatformRefused, PlatformUnavailable
from lti_tool.domain.ports import LineItemDraft, Lms, ScoreConflict, SendReceipt
from tests.lti.doubles import NOW, SCOPE
from tests.lti.lms_peer import Site
from tests.lti.peer import Reply, json_reply

SCORES = "/items/5/lineitem/scores"


RESULTS = "/items/5/lineitem/results"


DRAFT = LineItemDraft(label="Niveau é", maximum=8, tag="passerelle:depart", resource_id="depart")


def fault(act: Any) -> tuple[type[PasserelleError], str]:
    with pytest.raises(PasserelleError) as caught:
        act()
    return type(caught.value), caught.value.reason


def test_gateway_is_an_lms_when_services_ask_for_one(site: Site) -> None:
    lms: Lms = site.lms

    assert lms.platform_now(site.registration, NOW) == NOW


def test_score_is_sent_as_moodle_wants_it_when_all_is_well(site: Site) -> None:
    site.peer.answer(SCORES, Reply(status=200))

    receipt = site.send()

    assert receipt == SendReceipt(status=200, is_confirmed=True)
    (seen,) = site.peer.requests_to(SCORES)
    assert seen.target == f"{SCORES}?type_id=1"
    assert seen.headers["content-type"] == "application/vnd.ims.lis.v1.score+json"
    assert seen.json == {
        "userId": "7",
        "scoreGiven": 3,
        "scoreMaximum": 8,
        "comment": "Niveau 3",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": "2026-03-02T09:00:00.001Z",
        "submission": {"submittedAt": "2026-03-02T08:58:00.000Z"},
    }


def test_zero_is_sent_as_a_number_when_it_is_the_score(site: Site) -> None:
    site.peer.answer(SCORES, Reply(status=200))
    site.send(given=0.0)

    assert site.peer.requests_to(SCORES)[0].json["scoreGiven"] == 0


@pytest.mark.parametrize(
    ("reply", "receipt"),
    [
        pytest.param(Reply(status=200), (200, True), id="moodle-200-empty"),
        pytest.param(Reply(status=204), (204, True), id="ilias-204"),
        pytest.param(json_reply({"resultUrl": "x"}, 200), (200, True), id="canvas-json"),
        pytest.param(Reply(status=201, body=b" \r\n"), (201, True), id="blank"),
        pytest.param(Reply(status=202), (202, False), id="F19-202"),
    ],
)
def test_score_counts_when_the_answer_is_empty_or_json(
    site: Site, reply: Reply, receipt: tuple[int, bool]
) -> None:
    site.peer.answer(SCORES, reply)

    assert site.send() == SendReceipt(status=receipt[0], is_confirmed=receipt[1])


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        pytest.param(Reply(status=409), 409, id="F07-409"),
        pytest.param(Reply(status=412), 412, id="F07-412"),
        pytest.param(
            json_reply({"timestamp": ["Score timestamp can only be updated to a later point in time"]}, 400),
            400,
            id="F07-edx-older",
        ),
        pytest.param(
            json_reply({"timestamp": ["Score already exists for the provided timestamp"]}, 400),
            400,
            id="F07-edx-same",
        ),
    ],
)
def test_conflict_is_told_when_the_platform_holds_a_newer_score(
    site: Site, reply: Reply, status: int
) -> None:
    site.peer.answer(SCORES, reply)

    with pytest.raises(ScoreConflict) as caught:
        site.send()
    assert caught.value.status == status


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"given": float("nan")}, id="F45-nan"),
        pytest.param({"given": float("inf")}, id="F45-infinite"),
        pytest.param({"given": -0.5}, id="F45-negative"),
        pytest.param({"given": 8.5}, id="F45-above"),
        pytest.param({"maximum": 0.0, "given": 0.0}, id="F45-maximum-0"),
        pytest.param({"maximum": float("nan")}, id="F45-maximum-nan"),
        pytest.param({"sent_at": datetime(2026, 3, 2)}, id="naive"),  # noqa: DTZ001
    ],
)
def test_nothing_is_sent_when_the_score_is_impossible(site: Site, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="score"):
        site.send(**changes)
    assert site.peer.seen == []


@pytest.mark.parametrize("act", ["send", "find", "read"])
def test_platform_is_not_asked_when_the_claim_granted_no_scope(site: Site, act: str) -> None:
    scopes = {"send": "result.readonly", "find": "score", "read": "score"}[act]

    found = fault(lambda: getattr(site, act)(scopes=(f"{SCOPE}{scopes}",)))

    assert found == (PlatformRefused, "scope-missing")
    assert site.peer.seen == []


def test_column_is_not_created_when_only_reading_was_granted(site: Site) -> None:
    scopes = (f"{SCOPE}lineitem.readonly",)

    assert fault(
        lambda: site.lms.create_line_item(site.registration, site.items_url, DRAFT, scopes=scopes)
    ) == (PlatformRefused, "scope-missing")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("https://evil.example/items/5", "other-host", id="F30-other-host"),
        pytest.param("file:///etc/passwd", "bad-url", id="F30-file"),
    ],
)
def test_no_token_leaves_when_the_column_is_elsewhere(site: Site, url: str, reason: str) -> None:
    site.item_url = url

    assert fault(site.send) == (PlatformRefused, reason)
    assert site.peer.seen == []


def test_nothing_private_is_in_the_trace_when_the_platform_is_away(site: Site) -> None:
    """F44: neither the sub in the address, nor the token, nor what was sent."""
    site.peer.answer(RESULTS, Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nAmina"))
    # Put together here, because a trace quotes the lines of this file.
    secret = "-".join(("sub", "of", "somebody"))

    with pytest.raises(PlatformUnavailable) as caught:
        site.read(sub=secret)
    trace = "".join(traceback.format_exception(caught.value))
    assert secret not in trace
    assert "token-1" not in trace
    assert "Amina" not in trace
