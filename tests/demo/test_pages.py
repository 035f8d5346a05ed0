"""The demo LMS's own pages, for somebody with a browser."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lti_tool.demo.book import DemoBook, StoredResult
from lti_tool.demo.cast import DEMO_CAST
from lti_tool.demo.gradebook import in_words, points_in_words
from lti_tool.demo.lms import create_lms
from lti_tool.domain.errors import SettingsFault
from lti_tool.domain.sitting import MOODLE_LOGIN, moodle_address

TOOL = "http://127.0.0.1:9"
LMS = "http://127.0.0.1:8"


@pytest.fixture
def book() -> DemoBook:
    """A book without a file."""
    return DemoBook(None)


@pytest.fixture
def client(book: DemoBook) -> FlaskClient:
    """A browser without scripts."""
    return create_lms(book, lms_url=LMS, tool_url=TOOL).test_client()


def _store(book: DemoBook, sub: str, comment: str) -> None:
    moment = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    (item,) = book.line_items("2")
    result = StoredResult(value=2.5, comment=comment, stored_at=moment, received_at=moment)
    book.change_result(item.number, sub, lambda _: result)


def test_six_people_can_be_chosen_when_nobody_is_yet(client: FlaskClient) -> None:
    """No activity is offered before that."""
    page = client.get("/").text

    assert '<main id="main" data-page="course"' in page
    assert "Ceci est une démonstration." in page
    assert re.findall(r'name="person" value="(\w+)"', page) == [one.key for one in DEMO_CAST.members]
    assert "data-open" not in page


def test_the_activity_is_offered_when_a_person_was_chosen(client: FlaskClient) -> None:
    """The choice stays in a cookie."""
    answer = client.post("/person", data={"person": "emile"})
    page = client.get("/").text

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "/activity/11/open?as=emile" in page
    assert "Mon point de départ numérique" in page


def test_a_page_with_a_frame_comes_when_the_activity_is_embedded(client: FlaskClient) -> None:
    """The frame begins the launch by itself."""
    page = client.get("/activity/11/open?as=emile&embed=1").text
    framed = client.get("/activity/11/open?as=emile&target=iframe")

    assert '<iframe class="tool" src="/activity/11/open?as=emile&amp;target=iframe"' in page
    assert framed.headers["Location"].startswith(f"{TOOL}/lti/login?iss=")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/activity/99/open?as=emile", 404),
        ("/activity/11/open?as=nobody", 404),
        ("/activity/11/open", 303),
        ("/auth", 400),
        ("/assets/secret", 404),
    ],
)
def test_a_readable_answer_comes_when_the_address_is_wrong(
    client: FlaskClient, address: str, status: int
) -> None:
    """Never a stack trace."""
    assert client.get(address).status_code == status


def test_learners_see_their_own_grades_when_they_open_the_gradebook(
    client: FlaskClient, book: DemoBook
) -> None:
    """The trainer sees all five; a comment is text, whatever is in it."""
    _store(book, "21", "Niveau 2 <b>sûr</b>")
    _store(book, "22", "Niveau 3")
    nobody = client.get("/carnet").text
    client.post("/person", data={"person": "emile"})
    own = client.get("/carnet").text
    client.post("/person", data={"person": "nadia"})
    all_rows = client.get("/carnet").text

    assert 'data-page="gradebook"' in nobody
    assert "data-points" not in nobody
    assert re.findall(r'data-person="(\w+)"', own) == ["emile"]
    assert "<strong data-points>2,5</strong> / 8" in own
    assert "Niveau 2 &lt;b&gt;sûr&lt;/b&gt;" in own
    assert "Niveau 3" not in own
    assert len(re.findall(r'data-person="(\w+)"', all_rows)) == 5
    assert "1er mars" in all_rows


def test_words_of_the_tool_are_shown_as_text_when_somebody_comes_back(client: FlaskClient) -> None:
    """They come in the address: anybody could have written them."""
    page = client.get("/activity/11/return?lti_msg=<script>x</script>").text

    assert "&lt;script&gt;" in page
    assert "<script>x" not in page


def test_no_page_has_inline_script_or_style_when_it_is_read(client: FlaskClient) -> None:
    """The policy would block it anyway."""
    client.post("/person", data={"person": "nadia"})
    for address in ("/", "/carnet", "/activity/11/open?embed=1", "/activity/11/return"):
        answer = client.get(address)

        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert " style=" not in answer.text
        assert "<style" not in answer.text
        assert not re.search(r"<script(?![^>]* src=)", answer.text)


def test_a_clear_sentence_comes_when_the_file_is_damaged(tmp_path: Path) -> None:
    """The file is left as it is."""
    path = tmp_path / "lms.json"
    path.write_text('{"version": 1', encoding="utf-8")

    with pytest.raises(SettingsFault, match=r"lms\.json cannot be read"):
        DemoBook(path)

    assert path.read_text(encoding="utf-8") == '{"version": 1'


def test_the_file_is_for_its_owner_alone_when_it_is_written(tmp_path: Path) -> None:
    """It holds the private key; nothing else is left in the folder."""
    DemoBook(tmp_path / "lms.json")

    assert [one.name for one in tmp_path.iterdir()] == ["lms.json"]
    assert (tmp_path / "lms.json").stat().st_mode & 0o077 == 0


def test_the_old_file_stays_whole_when_writing_fails(tmp_path: Path) -> None:
    """And nothing is left beside it."""
    path = tmp_path / "lms.json"
    book = DemoBook(path)
    (item,) = create_items(book)
    before = path.read_bytes()

    with pytest.raises(TypeError):
        book.change_result(item, "21", lambda _: _unwritable())

    assert path.read_bytes() == before
    assert book.results(item) == DemoBook(path).results(item) == {}
    assert [one.name for one in tmp_path.iterdir()] == ["lms.json"]


def create_items(book: DemoBook) -> list[str]:
    """Make the first columns and return their numbers."""
    create_lms(book, lms_url=LMS, tool_url=TOOL)
    return [item.number for item in book.line_items("2")]


def _unwritable() -> StoredResult:
    now = datetime.now(UTC)
    value: object = object()
    return StoredResult(value=value, comment="", stored_at=now, received_at=now)  # type: ignore[arg-type]


@pytest.mark.parametrize(("points", "words"), [(0, "0"), (10, "10"), (2.5, "2,5"), (1 / 3, "0,33")])
def test_points_read_like_french_when_they_are_shown(points: float, words: str) -> None:
    """A comma, and no zeros behind it."""
    assert points_in_words(points) == words


def test_the_address_on_the_wall_opens_the_activity_once_a_person_is_chosen(client: FlaskClient) -> None:
    """What a code holds: it asks who one is, and goes on to the activity."""
    address = moodle_address(f"{LMS}{MOODLE_LOGIN}", "11").removeprefix(LMS)
    unknown = client.get(address)
    page = client.get(unknown.headers["Location"]).text
    chosen = client.post("/person", data={"person": "emile", "open": "11"})
    opened = client.get(chosen.headers["Location"])
    again = client.get(address)

    assert "/mod/lti/view.php?l=11" == address
    assert 'name="open" value="11"' in page
    assert "/activity/11/open" == chosen.headers["Location"] == again.headers["Location"]
    assert opened.headers["Location"].startswith(f"{TOOL}/lti/login?")


@pytest.mark.parametrize("number", ["", "99", "<script>"])
def test_no_other_number_opens_anything(client: FlaskClient, number: str) -> None:
    chosen = client.post("/person", data={"person": "emile", "open": number})

    assert 404 == client.get("/mod/lti/view.php", query_string={"l": number}).status_code
    assert "/" == chosen.headers["Location"]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 9, 23, 30, tzinfo=UTC), "10 janvier à 00:30"),
        (datetime(2026, 7, 1, 8, 5, tzinfo=UTC), "1er juillet à 10:05"),
    ],
)
def test_moments_are_those_of_the_clock_in_belgium(
    moment: datetime, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the machine stands."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert words == in_words(moment)
    finally:
        monkeypatch.undo()
        time.tzset()
