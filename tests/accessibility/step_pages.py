"""The pages of modules that are no exercise, each in its states; those that are printed, and the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.domain.item import Choice
from lti_tool.domain.module import Drawing, HardWord, StepKind
from lti_tool.domain.module_answers import Gesture, RightAnswer
from lti_tool.web import present_module as present
from lti_tool.web.present import Frame
from lti_tool.web.present_path import Wait
from lti_tool.web.showing_module import safe

FRAME = Frame(
    sign_out_action="/l/x/end", course_href="https://campus.example/course/2", stuck_action="/l/x/stuck"
)
TITLE, GOAL = (
    "Rejoindre la visioconférence",
    "Vous entrez dans une réunion en vidéo, vous parlez, vous sortez.",
)
TEXT = safe("<p>Un bouton met <strong>en marche</strong>.</p><h2>Avant</h2><ul><li>une prise</li></ul>")
LONG = "J'ai rejoint la réunion sans aide, avec le micro et la caméra de mon téléphone."
WORDS = (
    HardWord(word="wifi", meaning="Internet zonder draad, op één plek.", drawing="m03-wifi", icon="wifi"),
    HardWord(word="aansprakelijkheidsverzekering", meaning="Een lang woord blijft op het scherm."),
)
Found = tuple[str, str, object]


def step() -> Iterator[Found]:
    """Name, template and values of each."""
    yield from _first_pages()
    yield from _step_pages()
    yield from _end_pages()
    yield from _papers()
    yield from _wall()


def _first_pages() -> Iterator[Found]:
    states: tuple[present.StepState, ...] = ("done", "here", "later", "to-do", "to-do", "to-do")
    lines = tuple(
        present.StepLine(
            kind=kind, title=f"Étape {state}", minutes=number, state=state, href="/x" if number < 4 else ""
        )
        for number, (kind, state) in enumerate(zip(StepKind, states, strict=True), 1)
    )
    new = present.ModulePage(
        title=TITLE, goal=GOAL, minutes=35, steps=lines, state="new", trainer_name="Nadia Benali",
        sends_grade=True, action="/x", path_href="/x", sheet_href="/x", frame=FRAME,
    )  # fmt: skip
    pages = {
        "new": new,
        "open": replace(new, state="open"),
        "ended": replace(new, state="ended", again_action="/x", end_href="/x", trainer_name=""),
        "not-ready": replace(new, is_not_ready=True),
        "waiting": replace(new, wait=Wait(reason="On en parle mardi.", name="Nadia Benali")),
        "trainer": replace(new, path_href="", guide_href="/x", together_href="/x", back_href="/x"),
    }
    for name, page in pages.items():
        yield f"step/first-{name}", "module/first.html", page


def _step_pages() -> Iterator[Found]:
    see = present.StepPage(
        module=TITLE, title="Le bouton de marche", number=1, total=5, minutes=2, part="see", version=1,
        action="/x", heading="Comment vous sentez-vous aujourd'hui ?", text=TEXT, before_href="/x",
        drawing=Drawing(name="m01-bouton", alternative="Une main et un téléphone."),
        stop_href="/x", ask_name="Nadia Benali", frame=FRAME,
    )  # fmt: skip
    cards = (Choice(id="a", text=LONG), Choice(id="b", text="Bien", icon="smiley"))
    answers = (
        RightAnswer(gesture=Gesture.PRESS, texts=("Marche",)),
        RightAnswer(gesture=Gesture.PRESS, texts=("Marche",), icon="microphone", is_again=True),
        RightAnswer(gesture=Gesture.ORDER, texts=("Un", "Deux", "Trois")),
        RightAnswer(gesture=Gesture.WRITE, texts=("Diallo",), label="Nom"),
        RightAnswer(gesture=Gesture.WRITE, texts=(), label="Mot de passe"),
    )
    told = present.ToldView(outcome="alone", text="Vous avez envoyé le message.", again_action="/x")
    pages = {
        "see": see,
        "see-words-unfolded": replace(see, hard_words=WORDS, content_language="nl"),
        "see-reply": replace(see, reply="Tant mieux. On continue à votre rythme.", ask_name=""),
        "do": replace(see, part="do", cards=cards, chosen=("a",), intro="Prenez votre téléphone."),
        "say": replace(see, part="say", cards=cards, is_told_to_trainer=True),
        "say-quiet": replace(see, part="say", cards=cards, is_incomplete=True),
        "agree": replace(see, part="agree"),
        "agreed": replace(see, part="agree", agreed_on="20 nov. 2026", copy_href="/x"),
        "told": replace(see, part="told", told=told),
        "told-shown": replace(
            see, part="told", told=replace(told, outcome="shown", text="", answers=answers)
        ),
    }
    for name, page in pages.items():
        yield f"step/{name}", "module/step.html", page


def _end_pages() -> Iterator[Found]:
    end = present.ModuleEndPage(
        title=TITLE, can_do="rejoindre une réunion en vidéo", alone=2, total=3, sends_grade=True,
        trainer_name="Nadia Benali", again_action="/x", path_href="/x", sheet_href="/x", module_href="/x",
        frame=FRAME,
    )  # fmt: skip
    later = (LONG,)
    yield "step/end", "module/end.html", end
    yield (
        "step/end-later",
        "module/end.html",
        replace(end, alone=0, later=later, later_href="/x", copy_href="/x"),
    )


def _papers() -> Iterator[Found]:
    sheet = present.PaperPage(
        kind="sheet", title=TITLE, text=TEXT, name="Tatiana Verhoeven", course="Premiers pas", back_href="/x",
        frame=FRAME,
    )  # fmt: skip
    yield "step/sheet", "module/paper.html", sheet
    yield "step/guide", "module/paper.html", replace(sheet, kind="guide")
    yield "step/charter", "module/paper.html", replace(sheet, kind="charter", day="20 nov. 2026", version=2)


def _wall() -> Iterator[Found]:
    wall = present.TogetherPage(
        module=TITLE, title="Le bouton de marche", number=2, total=5, minutes=3, heading="Un bouton",
        text=TEXT, before_href="/x", next_href="/x", end_href="/x", frame=FRAME,
    )  # fmt: skip
    yield "step/wall", "module/together.html", wall
