"""Token, columns, scores, results and people, with the rules that break tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.demo.tiny_tool import (
    LINE_ITEM,
    LINE_ITEMS,
    MOMENT,
    RESULTS,
    SCORE,
    TIMEOUT_SECONDS,
    Client,
    below,
    score_body,
)
from tests.fake_lms import FakeLms
from tests.people import ADMINISTRATOR, LEARNER, OUTSIDER, TEST_USER, TRAINER

Connect = Callable[[FakeLms], Client]
Start = Callable[..., FakeLms]


def test_a_column_lives_when_it_is_made_read_changed_and_removed(lms: FakeLms, connect: Connect) -> None:
    """A PUT resets what it leaves out."""
    client, url = connect(lms), lms.line_items_url()
    draft = {
        "label": "Domaine 1",
        "scoreMaximum": 8,
        "tag": "passerelle:diagnostic:area-1",
        "resourceId": "d",
    }
    made = client.post(url, {**draft, "resourceLinkId": "11"}, LINE_ITEM)
    item_url = made.json()["id"]
    found = client.get(f"{url}&tag=passerelle:diagnostic:area-1", LINE_ITEMS).json()
    changed = client.put(item_url, {"label": "Autre", "scoreMaximum": 8})

    assert made.status_code == 201
    assert [one["id"] for one in found] == [item_url]
    assert (changed.json()["tag"], "resourceLinkId" in changed.json()) == ("", False)
    assert client.delete(item_url).status_code == 204
    assert client.get(item_url, LINE_ITEM).status_code == 404
    assert len(client.get(url, LINE_ITEMS).json()) == 1


def test_media_types_are_exact_when_the_platform_is_a_moodle(
    lms: FakeLms, start: Start, connect: Connect
) -> None:
    """Moodle refuses ``*/*`` and plain JSON; another platform takes the former."""
    client = connect(lms)
    canvas = start("canvas-like")

    assert client.get(lms.line_items_url(), "*/*").status_code == 400
    assert client.post(lms.line_items_url(), {}, "application/json").status_code == 400
    assert connect(canvas).get(canvas.line_items_url(), "*/*").status_code == 200


def test_the_next_page_has_typographic_quotes_when_the_platform_is_a_moodle(
    lms: FakeLms, connect: Connect
) -> None:
    """Only when the tool sends a limit."""
    client, url = connect(lms), lms.line_items_url()
    client.post(url, {"label": "Domaine 1", "scoreMaximum": 8}, LINE_ITEM)
    page = client.get(f"{url}&limit=1", LINE_ITEMS)

    assert "rel=\u201dnext\u201d" in page.headers["Link"].encode("latin-1").decode("utf-8")
    assert "type_id=1&limit=1&from=1>" in page.headers["Link"]
    assert "Link" not in client.get(url, LINE_ITEMS).headers


@pytest.mark.parametrize(
    ("dialect", "status"), [("moodle-4.1", 200), ("moodle-5", 200), ("canvas-like", 200)]
)
def test_a_grade_is_shown_when_a_score_was_posted(
    start: Start, connect: Connect, dialect: str, status: int
) -> None:
    """Rescaled to the column, with its comment."""
    lms = start(dialect)
    client, url = connect(lms), lms.line_item_url()
    answer = client.post_score(url, score_body(LEARNER.sub, 50, scoreMaximum=100))
    shown = client.get(below(url, "results"), RESULTS).json()

    assert answer.status_code == status
    assert lms.grade(LEARNER.sub) == 4
    assert [(one["userId"], one["resultScore"], one["resultMaximum"]) for one in shown] == [("101", 4, 8)]
    assert shown[0]["comment"] == "Niveau 5"


def test_a_score_is_refused_when_the_stored_one_is_not_older(lms: FakeLms, connect: Connect) -> None:
    """Whole seconds count: the same second is a conflict, the next one is none."""
    client, url = connect(lms), lms.line_item_url()
    posted = [
        client.post_score(url, score_body(LEARNER.sub, given, at_seconds=at)).status_code
        for given, at in ((1, 0), (2, 0), (3, 0.9), (4, -60), (5, 1))
    ]

    assert posted == [200, 409, 409, 409, 200]
    assert lms.grade(LEARNER.sub) == 5


def test_old_moodle_keeps_its_own_clock_when_the_column_is_the_activitys(
    start: Start, connect: Connect
) -> None:
    """A column that the tool made keeps the score's time."""
    lms = start("moodle-4.1")
    lms.clock_offset_seconds = 900
    client = connect_in_time(lms, connect)
    made = client.post(lms.line_items_url(), {"label": "A", "scoreMaximum": 8, "tag": "a"}, LINE_ITEM).json()
    client.post_score(lms.line_item_url(), score_body(LEARNER.sub))
    client.post_score(made["id"], score_body(LEARNER.sub))

    own, other = lms.result(LEARNER.sub), lms.result(LEARNER.sub, "a")
    assert own is not None
    assert other is not None
    assert abs((own.stored_at - lms.platform.clock()).total_seconds()) < 30
    assert other.stored_at == MOMENT


def connect_in_time(lms: FakeLms, connect: Connect) -> Client:
    """A token although the platform's clock is ahead: asked for before the clock is moved."""
    ahead, lms.clock_offset_seconds = lms.clock_offset_seconds, 0
    client = connect(lms)
    lms.clock_offset_seconds = ahead
    return client


def test_a_grade_is_erased_when_the_score_is_not_fully_graded(
    lms: FakeLms, start: Start, connect: Connect
) -> None:
    """Moodle takes the number and the comment away; others keep them."""
    canvas = start("canvas-like")
    for platform in (lms, canvas):
        client, url = connect(platform), platform.line_item_url()
        client.post_score(url, score_body(LEARNER.sub))
        client.post_score(
            url, score_body(LEARNER.sub, 7, at_seconds=5, gradingProgress="Pending", comment=None)
        )

    erased, kept = lms.result(LEARNER.sub), canvas.result(LEARNER.sub)
    assert erased is not None
    assert kept is not None
    assert (erased.value, erased.comment) == (None, "")
    assert (kept.value, kept.comment) == (5, "Niveau 5")


def test_zero_has_no_number_in_results_when_the_platform_is_a_moodle(lms: FakeLms, connect: Connect) -> None:
    """The person is listed all the same."""
    client, url = connect(lms), lms.line_item_url()
    client.post_score(url, score_body(LEARNER.sub, 0))
    shown = client.get(below(url, "results") + f"&user_id={LEARNER.sub}", RESULTS).json()

    assert lms.grade(LEARNER.sub) == 0
    assert [(one["userId"], "resultScore" in one) for one in shown] == [(LEARNER.sub, False)]


@pytest.mark.parametrize("person", [TRAINER, OUTSIDER, TEST_USER, ADMINISTRATOR], ids=lambda one: one.key)
def test_a_score_is_refused_when_the_person_is_no_learner_of_the_course(
    lms: FakeLms, connect: Connect, person: Any
) -> None:
    """Moodle's words come in the status line as well."""
    answer = connect(lms).post_score(lms.line_item_url(), score_body(person.sub))

    assert (answer.status_code, answer.reason) == (400, "Incorrect score received")


@pytest.mark.parametrize(
    "changes",
    [
        {"userId": None},
        {"timestamp": "2026-03-02T10:00:00"},
        {"activityProgress": None},
        {"scoreMaximum": 0},
        {"scoreMaximum": None},
        {"scoreGiven": -1},
        {"scoreGiven": "5"},
    ],
    ids=str,
)
def test_a_score_is_refused_when_its_body_is_wrong(
    lms: FakeLms, connect: Connect, changes: dict[str, Any]
) -> None:
    """Nothing is stored."""
    client, url = connect(lms), lms.line_item_url()

    assert client.post_score(url, score_body(LEARNER.sub, **changes)).status_code == 400
    assert client.post(below(url, "scores"), score_body(LEARNER.sub), "application/json").status_code == 400
    assert SCORE.endswith("score+json")
    assert lms.result(LEARNER.sub) is None


def test_the_trainers_grade_stays_in_the_activitys_column_alone_when_a_score_comes(
    lms: FakeLms, connect: Connect
) -> None:
    """200 both times: nothing in the answer tells the two apart."""
    client = connect(lms)
    client.post(lms.line_items_url(), {"label": "A", "scoreMaximum": 8, "tag": "a"}, LINE_ITEM)
    lms.override_grade(LEARNER.sub, "", 7)
    lms.override_grade(LEARNER.sub, "a", 7)
    later = (lms.platform.clock().timestamp() - MOMENT.timestamp()) + 60
    answers = [
        client.post_score(lms.line_item_url(column), score_body(LEARNER.sub, 2, at_seconds=later))
        for column in ("", "a")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (lms.grade(LEARNER.sub), lms.grade(LEARNER.sub, "a")) == (7, 2)


def test_a_change_of_the_maximum_moves_the_stored_time_when_moodle_rescales(
    lms: FakeLms, connect: Connect
) -> None:
    """A score made before the change gets 409 afterwards."""
    client, url = connect(lms), lms.line_item_url()
    client.post_score(url, score_body(LEARNER.sub, 4))
    client.put(
        url, {"label": "A", "scoreMaximum": 16, "tag": "passerelle:diagnostic", "resourceLinkId": "11"}
    )

    assert lms.grade(LEARNER.sub) == 8
    assert client.post_score(url, score_body(LEARNER.sub, 5, at_seconds=5)).status_code == 409


def test_only_enrolled_people_are_listed_when_the_tool_asks_for_members(
    lms: FakeLms, connect: Connect
) -> None:
    """Short roles, as Moodle sends them; paging by limit, with a well-formed header."""
    client, url = connect(lms), lms.platform.members_url("2")
    answer = client.get(url, "*/*").json()
    page = client.get(f"{url}?limit=1&rlid=11", "*/*")

    assert [(one["user_id"], one["roles"]) for one in answer["members"]] == [
        (LEARNER.sub, ["Learner"]),
        (TRAINER.sub, ["Instructor"]),
    ]
    assert page.links["next"]["url"] == f"{url}?rlid=11&limit=1&from=1"
    assert client.get(f"{url}?rlid=31", "*/*").status_code == 404
    assert client.get(lms.platform.members_url("9"), "*/*").status_code == 404


def test_a_request_without_user_agent_is_refused_when_the_platform_is_like_canvas(start: Start) -> None:
    """403 before anything else."""
    lms = start("canvas-like")
    answer = requests.get(lms.line_items_url(), headers={"User-Agent": ""}, timeout=TIMEOUT_SECONDS)

    assert answer.status_code == 403
