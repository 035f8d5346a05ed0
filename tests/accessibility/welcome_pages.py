"""The trainer's word of welcome: her own page in every state, and the page of a learner who meets her."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_welcome

FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
NAME, DAY = "Nadia", "20 novembre 2026"
# Any picture will do; the voice is never asked for.
HOST = present_welcome.Host(
    name=NAME,
    picture_href="/lti/pictures/diagnostic.svg",
    voice_href="/l/x/welcome-words/media/y",
    seconds=20,
    words="Bonjour, je m'appelle Nadia. Nous apprenons ensemble le mardi.",
)
LINE = present_welcome.HostLine(name="Nadia Benali", picture_since=DAY, voice_since=DAY)
Found = tuple[str, str, object]


def welcome_words() -> Iterator[Found]:
    """Name, template and values of each."""
    empty = present_welcome.WelcomeWordsPage(
        name=NAME,
        voice_bytes=700_000,
        picture_bytes=8_000_000,
        picture_action="/l/x/welcome-words/picture",
        voice_action="/l/x/welcome-words/voice",
        remove_action="/l/x/welcome-words/remove",
        back_href="/l/x/",
        frame=FRAME,
    )
    full = replace(
        empty,
        host=HOST,
        picture_since=DAY,
        voice_since=DAY,
        words=HOST.words,
        lines=(replace(LINE, is_self=True), replace(LINE, name="", voice_since="")),
        notice="picture-published",
    )
    states = {
        "empty": empty,
        "full": full,
        "voice-removed": replace(full, notice="voice-removed", voice_since="", named="Paul"),
        "nameless": replace(full, name="", notice=""),
        "assistant": replace(full, voice_action="", picture_action="", remove_action="", host=None),
        "no-course": replace(empty, has_course=False, voice_action=""),
        "picture-too-large": replace(full, fault="picture-too-large", faulty="picture", notice=""),
        "no-consent": replace(empty, fault="no-consent", faulty="voice", words="Bonjour."),
        "voice-too-long": replace(full, fault="voice-too-long", faulty="voice", notice=""),
    }
    for name, page in states.items():
        yield f"welcome-words/{name}", "welcome_words/overview.html", page
    yield from _met()


def _met() -> Iterator[Found]:
    new = present.WelcomePage(
        title="Mon point de départ numérique",
        minutes=18,
        trainer_name="Nadia Benali",
        action="/l/x/welcome",
        later_action="/l/x/later",
        frame=FRAME,
    )
    hosts = {
        "both": HOST,
        "picture": replace(HOST, voice_href=""),
        "voice": replace(
            HOST, picture_href="", seconds=0, words="", name="Marie Claire Van den Bosschelaere"
        ),
    }
    for name, host in hosts.items():
        yield f"welcome-words/met-{name}", "learner/welcome.html", replace(new, host=host)
    yield "welcome-words/met-resume", "learner/welcome.html", replace(new, host=HOST, state="resume")
