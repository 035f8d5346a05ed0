"""Voices that read tasks: the list, one reading in every state, and a learner's task that has a voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.content.shelf import Shelf
from lti_tool.domain.task_reading import readings_of
from lti_tool.web import present, present_cohort
from lti_tool.web import present_task_voices as voices

FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
LINE = voices.VoiceLine(
    name="Nadia Benali", since="20 novembre 2026", href="/l/x/task-voices/sound/y", seconds=12
)
KINDS = ("mailbox", "table", "web_page", "none")
"""Screens to look at: they are drawn as on the pages of learners, which are looked at one by one."""
Found = tuple[str, str, object]


def task_voices(shelf: Shelf) -> Iterator[Found]:
    """Name, template and values of each."""
    yield from _overviews(shelf)
    yield from _readings(shelf)
    yield from _heard(shelf)


def _overviews(shelf: Shelf) -> Iterator[Found]:
    item = shelf.bank.items[0]
    line = voices.TaskLine(
        question=item.question,
        content_language="fr",
        about="Premiers gestes · Niveau 1",
        read=0,
        total=6,
        outdated=0,
        readers=(),
        href="/l/x/task-voices/fr/x/1/1",
    )
    read = replace(
        line, read=4, outdated=2, readers=("Nadia Benali, 4 fois, la dernière le 20 novembre 2026",)
    )
    page = voices.TaskVoicesPage(
        tasks=(line, read),
        found=41,
        words="",
        words_at_most=60,
        languages=(voices.Option(value="fr", name="Français", is_chosen=True),),
        areas=(voices.Option(value="", name="Tous les domaines", is_chosen=True),),
        levels=(voices.Option(value="", name="Tous les niveaux", is_chosen=True),),
        states=(voices.Option(value="", name="Avec ou sans voix", is_chosen=True),),
        may_record=True,
        action="/l/x/task-voices",
        own_count=4,
        erase_action="/l/x/task-voices/erase-all",
        back_href="/l/x/",
        pages=present_cohort.Pages(text="Page 1 sur 3", next_href="/l/x/task-voices?page=2"),
        frame=FRAME,
    )
    states = {
        "list": page,
        "none": replace(page, tasks=(), found=0, words="zut", pages=None, own_count=0),
        "unsure": replace(page, is_unsure=True),
        "assistant": replace(page, may_record=False, own_count=0, erase_action="", is_erased=True),
    }
    for name, one in states.items():
        yield f"task-voices/{name}", "task_voices/overview.html", one


def _readings(shelf: Shelf) -> Iterator[Found]:
    kinds = {str(one.shown.screen.get("kind")): one for item in shelf.bank.items for one in readings_of(item)}
    for kind in KINDS:
        reading = kinds[kind]
        page = voices.TaskVoicePage(
            question=reading.question,
            content_language="fr",
            context=reading.context,
            answers=reading.answers,
            still=voices.StillScreen(
                screen=reading.shown.screen,
                task=reading.shown.task,
                content_language="fr",
                alternative=reading.shown.alternative,
            ),
            about="Premiers gestes · Niveau 1",
            fingerprint=reading.fingerprint,
            readings=(
                voices.ReadingLine(variant=1, scene=1, scenes=2, state="read", href="/a", is_current=True),
                voices.ReadingLine(variant=1, scene=2, scenes=2, state="outdated", href="/b"),
                voices.ReadingLine(variant=2, scene=1, scenes=1, state="", href="/c"),
            ),
            language_name="Français",
            voice_bytes=700_000,
            action="/l/x/task-voices/fr/x/1/1",
            remove_action="/l/x/task-voices/fr/x/1/1/erase",
            next_href="/l/x/task-voices/fr/x/1/2",
            back_href="/l/x/task-voices",
            frame=FRAME,
        )
        yield f"task-voices/screen-{kind}", "task_voices/reading.html", page
    own = replace(page, own=replace(LINE, is_self=True))
    outdated = replace(LINE, name="", is_outdated=True)
    states = {
        "recorded": replace(own, notice="recorded"),
        "erased": replace(page, notice="erased", others=(LINE, outdated)),
        "no-consent": replace(own, fault="no-consent"),
        "words-changed": replace(page, own=outdated, fault="words-changed"),
        "reader": replace(page, action="", remove_action="", others=(LINE,)),
    }
    for name, one in states.items():
        yield f"task-voices/{name}", "task_voices/reading.html", one


def _heard(shelf: Shelf) -> Iterator[Found]:
    item = shelf.bank.items[0]
    scene = item.scenes[0]
    page = present.QuestionPage(
        question=item.question,
        context=item.context,
        screen=scene.screen,
        alternative=scene.alternative,
        task=scene.task,
        submission="s",
        version=1,
        step=1,
        steps=5,
        voice_href="/l/x/task-voices/sound/y",
        action="/l/x/tasks/1",
        frame=FRAME,
    )
    yield "task-voices/heard", "learner/question.html", page
    yield "task-voices/heard-help", "learner/question.html", replace(page, help=item.help)
