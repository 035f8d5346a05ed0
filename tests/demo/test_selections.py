"""The demo LMS asks for activities, checks the tool's answer, and adds what it brings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lti_tool.demo.book import DemoBook
from lti_tool.demo.habits import HABITS
from lti_tool.demo.lms import Lms, assemble
from lti_tool.demo.selections import AnswerRefused, Selection
from lti_tool.lti.signing import SigningKey, make_key, sign

TOOL, LMS = "http://127.0.0.1:9", "http://127.0.0.1:8"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
ITEM = {
    "type": "ltiResourceLink",
    "title": "Mon point de départ",
    "custom": {"activity": "diagnostic", "link": "u1", "context_history": "$Context.id.history"},
    "lineItem": {"scoreMaximum": 8, "tag": "passerelle:diagnostic", "resourceId": "diagnostic"},
}
Answer = Callable[..., str]


@pytest.fixture(scope="module")
def key() -> SigningKey:
    """The tool's key."""
    return make_key()


@pytest.fixture
def start(key: SigningKey) -> Iterator[Callable[..., Lms]]:
    """Platforms of any dialect, on a book that is made or given."""

    def begin(dialect: str = "moodle-5", path: Path | None = None) -> Lms:
        return assemble(
            DemoBook(path),
            lms_url=LMS,
            tool_url=TOOL,
            habits=HABITS[dialect],
            read_tool_keys=lambda: {"keys": [dict(key.public_jwk)]},
        )

    yield begin


@pytest.fixture
def lms(start: Callable[..., Lms]) -> Lms:
    """A recent Moodle."""
    return start()


@pytest.fixture
def answer(key: SigningKey) -> Answer:
    """Signs an answer as the tool would."""

    def signed(lms: Lms, selection: Selection, *items: object, **changes: Any) -> str:  # Any: claims are JSON
        now = int(datetime.now(UTC).timestamp())
        book = lms.platform.book
        claims = {
            "iss": book.client_id,
            "aud": LMS,
            "iat": now,
            "exp": now + 300,
            "nonce": f"nonce-{selection.key}",
            f"{CLAIM}deployment_id": book.deployment_id,
            f"{CLAIM}message_type": "LtiDeepLinkingResponse",
            f"{CLAIM}version": "1.3.0",
            f"{DL}content_items": list(items),
            **({f"{DL}data": selection.data} if selection.data is not None else {}),
            **changes,
        }
        return sign(claims, key)

    return signed


def begun(lms: Lms) -> Selection:
    """The trainer asks for activities."""
    trainer = lms.platform.cast.member("nadia")
    assert trainer is not None
    return lms.selections.begin(trainer)


def test_the_activity_stands_in_the_course_when_the_answer_is_good(lms: Lms, answer: Answer) -> None:
    """With its gradebook column; a learner can open it."""
    selection = begun(lms)
    taken = lms.selections.take(selection.key, answer(lms, selection, ITEM))
    page = lms.app.test_client().get("/").text
    client = lms.app.test_client()
    client.post("/person", data={"person": "emile"})

    assert ["Mon point de départ"] == [activity.title for activity in taken.activities]
    assert "/activity/101/open?as=emile" in client.get("/").text
    assert "/activity/101/" not in page
    assert ["passerelle:diagnostic"] * 2 == [item.tag for item in lms.platform.book.line_items("2")]


def test_what_was_added_is_there_again_when_the_demo_starts_anew(
    start: Callable[..., Lms], answer: Answer, tmp_path: Path
) -> None:
    first = start("moodle-5", tmp_path / "lms.json")
    selection = begun(first)
    first.selections.take(selection.key, answer(first, selection, ITEM))
    again = start("moodle-5", tmp_path / "lms.json").platform.activity("101")

    assert again is not None
    assert dict(again.custom) == ITEM["custom"]


def test_an_older_file_is_read_when_it_knows_no_added_activities(
    start: Callable[..., Lms], tmp_path: Path
) -> None:
    path = tmp_path / "lms.json"
    start("moodle-5", path)
    kept = json.loads(path.read_text(encoding="utf-8"))
    del kept["activities"]
    path.write_text(json.dumps(kept), encoding="utf-8")

    assert () == start("moodle-5", path).platform.book.activities


BAD = [
    ("issuer", {"iss": "another"}),
    ("signature", {"aud": "https://other.example"}),
    ("signature", {"exp": 1}),
    ("deployment", {f"{CLAIM}deployment_id": "2"}),
    ("message", {f"{CLAIM}message_type": "LtiResourceLinkRequest"}),
    ("version", {f"{CLAIM}version": "1.1"}),
    ("nonce", {"nonce": ""}),
    ("data", {f"{DL}data": "unasked"}),
    ("items", {f"{DL}content_items": [{"type": "file"}]}),
]


@pytest.mark.parametrize(("word", "changes"), BAD)
def test_the_course_stays_as_it_is_when_the_answer_is_bad(
    lms: Lms, answer: Answer, word: str, changes: dict[str, Any]
) -> None:
    selection = begun(lms)
    with pytest.raises(AnswerRefused, match=word):
        lms.selections.take(selection.key, answer(lms, selection, ITEM, **changes))

    assert () == lms.platform.book.activities


def test_the_answer_counts_once_when_it_is_posted_twice(lms: Lms, answer: Answer) -> None:
    selection = begun(lms)
    token = answer(lms, selection, ITEM)
    client = lms.app.test_client()
    first = client.post(f"/selection/{selection.key}", data={"JWT": token})
    second = client.post(f"/selection/{selection.key}", data={"JWT": token})

    assert (200, 400) == (first.status_code, second.status_code)
    assert "C’est ajouté au cours" in first.text
    assert 1 == len(lms.platform.book.activities)


def test_several_or_altered_data_are_refused_when_the_platform_says_so(
    start: Callable[..., Lms], answer: Answer
) -> None:
    canvas = start("canvas-like")
    selection = begun(canvas)
    with pytest.raises(AnswerRefused, match="several"):
        canvas.selections.take(selection.key, answer(canvas, selection, ITEM, ITEM))
    with pytest.raises(AnswerRefused, match="data"):
        canvas.selections.take(selection.key, answer(canvas, selection, ITEM, **{f"{DL}data": "x"}))

    assert canvas.selections.take(selection.key, answer(canvas, selection, ITEM)).activities


def test_no_column_is_made_when_the_platform_takes_no_line_items(
    start: Callable[..., Lms], answer: Answer
) -> None:
    brightspace = start("brightspace-like")
    selection = begun(brightspace)
    brightspace.selections.take(selection.key, answer(brightspace, selection, ITEM))

    assert () == brightspace.platform.book.line_items("2")


def test_the_trainer_alone_is_offered_to_add_when_the_course_is_shown(lms: Lms) -> None:
    client = lms.app.test_client()
    client.post("/person", data={"person": "emile"})
    learner = client.get("/").text
    client.post("/person", data={"person": "nadia"})
    trainer = client.get("/").text
    frame = client.get("/selection?as=nadia").text
    inside = client.get("/selection?as=nadia&target=iframe")

    assert "Ajouter une activité" not in learner
    assert 'href="/selection?as=nadia"' in trainer
    assert 'src="/selection?as=nadia&amp;target=iframe"' in frame
    assert inside.headers["Location"].startswith(f"{TOOL}/lti/login?iss=")
