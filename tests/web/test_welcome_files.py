"""Forms with a file: taken where they belong, and not read where they do not."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from lti_tool.app import create_app
from lti_tool.web.guards import FILE_BYTES_AT_MOST
from lti_tool.web.limiters import Limiter
from lti_tool.web.limits import Limits
from tests import sounds
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import changed
from tests.web.test_welcome_words import MULTIPART, PAGE, PICTURE, VOICE, publish, send

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def test_a_large_body_is_taken_here_and_nowhere_else(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    heavy = sounds.picture("BMP", (1000, 1000))
    assert len(heavy) > 2_000_000

    assert 422 == send(trainer, PICTURE, heavy, consent="1").status_code
    for place in (f"{PAGE}/remove", "roster", "activity"):
        refused(send(trainer, place, heavy), 413, "e-big", "body-too-large")
    answer = send(trainer, PICTURE, b"\0" * FILE_BYTES_AT_MOST, consent="1")
    refused(answer, 413, "e-big", "file-too-large")
    assert "Le fichier est trop lourd." in trainer.page.words


class Unread(BytesIO):
    """A body that must not be touched."""

    def read(self, *size: int | None) -> bytes:  # type: ignore[override]  # it never returns
        raise AssertionError("the body was read")

    readline = readinto = read  # type: ignore[assignment]  # as above


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_large_body_is_not_read_when_no_page_of_ours_sent_it(site: Site, headers: dict[str, str]) -> None:
    trainer = site.visitor(TRAINER)

    answer = _unread(trainer, headers)

    refused(answer, 403, "e-sec", "form-from-elsewhere")


def test_a_large_body_is_not_read_when_a_learner_sends_it(site: Site) -> None:
    learner = site.visitor(LEARNER)

    refused(_unread(learner, learner.own_headers), 403, "e-role")


def test_a_file_is_refused_when_its_form_has_no_token(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    before = site.snapshot()
    form = {"file": (BytesIO(sounds.picture()), "x.jpg"), "consent": "1"}

    answer = trainer.request("POST", trainer.at(PICTURE), data=form, headers=trainer.own_headers)

    refused(answer, 403, "e-sec", "form-token")
    assert changed(before, site.snapshot()) <= {"security_event"}


def test_files_are_refused_unread_when_there_are_too_many(site: Site) -> None:
    app = create_app(site.installation, limits=Limits(uploads=Limiter(per_minute=10, at_once=2)))
    trainer = Browser(app, site.lms, site.base_url)
    trainer.enter(TRAINER)
    for _count in range(2):
        assert 303 == send(trainer, PICTURE, sounds.picture(), consent="1").status_code

    refused(_unread(trainer, trainer.own_headers), 429, "e-busy", "too-many-requests")


def _unread(browser: Browser, headers: dict[str, str]) -> TestResponse:
    return browser.request(
        "POST",
        browser.at(VOICE),
        input_stream=Unread(),
        content_length=700_000,
        content_type=MULTIPART,
        headers=headers,
    )


FAULTS = {
    "no picture": (PICTURE, None, "Choisissez d'abord une photo."),
    "empty picture": (PICTURE, b"", "n'est pas une photo que nous pouvons lire"),
    "web page": (PICTURE, b"<!doctype html><script>alert(1)</script>", "n'est pas une photo"),
    "bomb": (PICTURE, sounds.picture("PNG", (4000, 4000)), "Cette photo est trop grande."),
    "no voice": (VOICE, None, "Enregistrez d'abord votre voix, ou choisissez un fichier de son."),
    "picture as voice": (VOICE, sounds.picture(), "n'est pas un son que nous pouvons lire"),
    "film": (VOICE, sounds.webm(codec=b"V_VP8", kind=1), "n'est pas un son"),
    "heavy": (VOICE, sounds.mp3() + b"\0" * 700_000, "Ce fichier est trop lourd."),
    "long": (VOICE, sounds.mp3(70.0), "Il faut 60 secondes au plus."),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_sentence_says_what_to_do_when_a_file_cannot_be_taken(site: Site, name: str) -> None:
    place, content, sentence = FAULTS[name]
    trainer = site.visitor(TRAINER)
    publish(trainer)
    before = site.snapshot()

    answer = send(trainer, place, content, consent="1")

    assert 422 == answer.status_code
    assert sentence in trainer.page.words
    assert "d'avant reste." in trainer.page.words
    assert changed(before, site.snapshot()) == set()


def test_words_are_given_back_when_they_are_too_many(site: Site) -> None:
    trainer = site.visitor(TRAINER)

    answer = send(trainer, VOICE, sounds.wav(), consent="1", words="mot " * 300)

    assert 422 == answer.status_code
    assert "Il faut 1000 signes au plus." in trainer.page.words
    assert "mot " * 300 in answer.get_data(as_text=True)
