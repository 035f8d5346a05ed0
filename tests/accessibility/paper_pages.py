"""The diagnostic on paper: each task that may stand on a form, and a sheet that is typed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.content.shelf import Shelf
from lti_tool.domain.paper import fits_paper
from lti_tool.web import present, present_paper
from lti_tool.web.showing_paper import printed_task

NAME, TITLE, CODE = "Tatiana Verhoeven", "Mon point de départ numérique", "P-3F2A"
PLAIN = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
BOXES = tuple(
    present_paper.Box(letter=letter, text=text)
    for letter, text in (("A", "Un ordinateur à moi"), ("B", "Un téléphone ou une tablette"), ("C", "Rien"))
)
KINDS: tuple[tuple[present_paper.TaskKind, int], ...] = (
    ("one", 1),
    ("several", 1),
    ("numbers", 4),
    ("parts", 3),
    ("text", 1),
)
Found = tuple[str, str, object]


def paper(shelf: Shelf) -> Iterator[Found]:
    """Name, template and values of each."""
    fitting = [item for item in shelf.bank.items if fits_paper(item)]
    form = present_paper.PaperPage(
        title=TITLE,
        code=CODE,
        tasks=tuple(printed_task(number, item) for number, item in enumerate(fitting, 1)),
        access=(present_paper.AccessLines(number=1, question="Chez vous, quel appareil ?", boxes=BOXES),) * 4,
        trainer_name="Nadia Benali",
        answers_href="/l/x/paper/answers",
        back_href="/l/x/sitting",
        frame=PLAIN,
    )
    yield "paper/form", "paper/form.html", form
    yield "paper/form-without-name", "paper/form.html", replace(form, tasks=form.tasks[:2], trainer_name="")
    right = present_paper.Right(number=1, question="Sur quoi appuyez-vous ?", keyed="B / C")
    rights = (right, replace(right, number=2, keyed="A C", text="Je dors, je sors", competence="Rester bien"))
    answers = present_paper.AnswersPage(
        title=TITLE, code=CODE, answers=rights, back_href="/l/x/paper", frame=PLAIN
    )
    yield "paper/answers", "paper/answers.html", answers
    yield from _keyed()


def _keyed() -> Iterator[Found]:
    lines = tuple(
        present_paper.KeyedLine(
            number=number, question="Que faites-vous ?", kind=kind, letters=("A", "D"), count=count
        )
        for number, (kind, count) in enumerate(KINDS, 1)
    )
    page = present_paper.KeyPage(
        name=NAME,
        title=TITLE,
        code=CODE,
        sends_levels=True,
        tasks=lines,
        access=lines[:1],
        day="2026-11-20",
        today="2026-11-20",
        submission="0123456789abcdef",
        action="/l/x/cohort/y/paper",
        form_href="/l/x/paper",
        record_href="/l/x/cohort/y",
        back_href="/l/x/sitting",
        frame=PLAIN,
    )
    yield "paper/key", "paper/key.html", page
    faults = {
        "code": "other-form",
        "day": "day",
        "tasks": "too-few",
        "agreed": "missing",
        "replace": "missing",
    }
    odd = tuple(replace(line, fault="odd", given="Z", is_helped=True) for line in lines)
    wrong = replace(page, standing="keyed", faults=faults, count_faults=9, tasks=odd, given_code="P-0000")
    yield "paper/key-wrong", "paper/key.html", wrong
    missing = tuple(replace(line, fault="missing") for line in lines)
    empty = replace(page, standing="empty", faults={"code": "missing"}, count_faults=6, access=missing[:1])
    yield "paper/key-missing", "paper/key.html", replace(empty, tasks=missing, sends_levels=False)
    yield "paper/key-on-screen", "paper/key.html", replace(page, standing="on-screen")
