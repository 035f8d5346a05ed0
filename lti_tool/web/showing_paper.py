"""From domain values to the pages of the diagnostic on paper."""

from __future__ import annotations

from flask import url_for

from lti_tool.domain.item import Choice, Choose, Fill, Item, Order, Press, Tick
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.paper import PaperForm, Part, parts_of, right_of
from lti_tool.domain.paper_sheet import LETTERS, Fault, Keyed
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.paper_twin import Desktop
from lti_tool.services.wording import local_day
from lti_tool.web import present_paper
from lti_tool.web.i18n import _
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_sitting import name_in_words, title_of
from lti_tool.web.state import services

NOTHING_KEYED = Keyed()


def form_page(visit: Visit, form: PaperForm) -> present_paper.PaperPage:
    """The form to print."""
    handle = visit.launch.handle
    return present_paper.PaperPage(
        title=title_of(visit),
        code=form.code,
        tasks=tuple(printed_task(number, item) for number, item in enumerate(form.tasks, 1)),
        access=tuple(_access(number, one) for number, one in enumerate(_questions(), 1)),
        trainer_name=visit.own_name,
        answers_href=url_for("paper.answers", handle=handle),
        back_href=url_for("sittings.overview", handle=handle),
        frame=frame_of(visit),
    )


def answers_page(visit: Visit, form: PaperForm) -> present_paper.AnswersPage:
    """What is right on the form."""
    names = services().competence_names
    return present_paper.AnswersPage(
        title=title_of(visit),
        code=form.code,
        answers=tuple(
            present_paper.Right(
                number=number,
                question=_asked(item),
                keyed=right_of(item),
                text=_right_words(item),
                competence=_(names[item.competence]),
                content_language=item.language,
            )
            for number, item in enumerate(form.tasks, 1)
        ),
        back_href=url_for("paper.form", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def key_page(
    visit: Visit, desktop: Desktop, keyed: Keyed = NOTHING_KEYED, submission: str = ""
) -> present_paper.KeyPage:
    """The page where a sheet is typed in, with what was typed so far and what is the matter with it."""
    handle, learner = visit.launch.handle, desktop.beside.visit
    person, faults = learner.launch.person_id, desktop.faults
    activity = services().activities[visit.link.activity]
    today = local_day(services().clock()).isoformat()
    return present_paper.KeyPage(
        name=name_in_words(desktop.beside.name, desktop.beside.number),
        title=title_of(visit),
        code=desktop.form.code,
        standing=desktop.standing.value,
        sends_levels=learner.launch.is_graded and activity.is_graded,
        tasks=tuple(_keyed_task(n, item, keyed, faults.get(f"task-{n}")) for n, item in _tasks(desktop)),
        access=tuple(
            _keyed_access(number, one, keyed.access.get(number, ""), faults.get(f"access-{number}"))
            for number, one in enumerate(_questions(), 1)
        ),
        given_code=keyed.code,
        day=keyed.day if submission else today,
        today=today,
        is_agreed=keyed.is_agreed,
        replaces=keyed.replaces,
        faults={name: fault.value for name, fault in faults.items()},
        count_faults=len(faults),
        submission=submission or new_id(),
        action=url_for("paper.keep", handle=handle, person=person),
        form_href=url_for("paper.form", handle=handle),
        record_href=url_for("cohort.person", handle=handle, person=person),
        back_href=url_for("sittings.overview", handle=handle),
        frame=frame_of(visit),
    )


def _questions() -> tuple[AccessQuestion, ...]:
    return services().workspace.paper_twin.access_questions


def _tasks(desktop: Desktop) -> tuple[tuple[int, Item], ...]:
    return tuple(enumerate(desktop.form.tasks, 1))


def _asked(item: Item) -> str:
    return item.scenes[0].question or item.question


def _kind(item: Item) -> present_paper.TaskKind:
    match item.scenes[0].task:
        case Tick():
            return "several"
        case Order():
            return "numbers"
        case Fill():
            return "parts" if parts_of(item)[0].letters else "text"
        case _:
            return "one"


def printed_task(number: int, item: Item) -> present_paper.PaperTask:
    """One task as it is printed; the item as the form drew it."""
    scene, parts = item.scenes[0], parts_of(item)
    is_drawn = isinstance(scene.task, Press)
    return present_paper.PaperTask(
        number=number,
        question=_asked(item),
        kind=_kind(item),
        screen=scene.screen,
        task=scene.task,
        lines=() if is_drawn else tuple(_lines(part) for part in parts),
        letters={choice.id: letter for letter, choice in parts[0].letters} if is_drawn else {},
        context=item.context,
        alternative=scene.alternative,
        content_language=item.language,
    )


def _lines(part: Part) -> present_paper.Lines:
    return present_paper.Lines(
        label=part.label, boxes=tuple(_box(letter, choice) for letter, choice in part.letters)
    )


def _box(letter: str, choice: Choice) -> present_paper.Box:
    return present_paper.Box(letter=letter, text=choice.text, icon=choice.icon)


def _access(number: int, question: AccessQuestion) -> present_paper.AccessLines:
    lettered = zip(LETTERS, question.choices, strict=False)
    boxes = (present_paper.Box(letter=letter, text=_(one.text), icon=one.icon) for letter, one in lettered)
    return present_paper.AccessLines(
        number=number,
        question=_(question.question),
        boxes=tuple(boxes),
    )


def _keyed_task(number: int, item: Item, keyed: Keyed, fault: Fault | None) -> present_paper.KeyedLine:
    parts = parts_of(item)
    letters = tuple(letter for letter, _choice in parts[0].letters)
    return present_paper.KeyedLine(
        number=number,
        question=_asked(item),
        kind=_kind(item),
        letters=(letters[0], letters[-1]) if letters else ("", ""),
        count=len(parts),
        given=keyed.answers.get(number, ""),
        is_helped=number in keyed.helped,
        fault=_fault(fault),
        content_language=item.language,
    )


def _keyed_access(
    number: int, question: AccessQuestion, given: str, fault: Fault | None
) -> present_paper.KeyedLine:
    return present_paper.KeyedLine(
        number=number,
        question=_(question.question),
        kind="one",
        letters=("A", LETTERS[len(question.choices) - 1]),
        given=given,
        fault=_fault(fault),
    )


def _fault(fault: Fault | None) -> present_paper.FieldFault:
    if fault is None:
        return ""
    return "missing" if fault is Fault.MISSING else "odd"


def _right_words(item: Item) -> str:
    """The right choices in words, where the sheet prints them."""
    task = item.scenes[0].task
    if isinstance(task, Choose | Tick):
        return ", ".join(choice.text for choice in task.choices if choice.id in task.right)
    return ""
