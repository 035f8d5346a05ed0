"""Every kind of page with every state it can be in, as values for the templates.

A name reads `group/state`; the tests take one group at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lti_tool.content.shelf import Shelf
from lti_tool.domain.errors import PAGE_CODES
from lti_tool.domain.item import Fill, Item, Order, Press, Scene
from lti_tool.web import present, present_registration
from tests.accessibility import (
    accessibility_pages,
    action_pages,
    admin_pages,
    check_pages,
    comfort_pages,
    course_pages,
    desk_pages,
    document_pages,
    export_pages,
    group_pages,
    guide_pages,
    helping_pages,
    ledger_pages,
    manual_pages,
    module_pages,
    opening_pages,
    own_data_pages,
    paper_pages,
    path_pages,
    picker_pages,
    practice_pages,
    preview_pages,
    record_pages,
    resource_pages,
    result_pages,
    second_pages,
    sitting_pages,
    step_pages,
    stuck_pages,
    task_voice_pages,
    trial_pages,
    view_pages,
    welcome_pages,
)

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    stuck_action="/l/x/stuck",
    stuck_place="tasks/3",
    helpers_href="/l/x/who-helps",
)
TRAINER_NAME = "Nadia Benali"
STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One page: which template draws it, from what. ``words`` are its values in another language, where they
    are not the same.
    """

    template: str
    page: object
    words: Mapping[str, object] = field(default_factory=dict)


Catalogue = Mapping[str, Preview]


def catalogue(shelf: Shelf) -> dict[str, Preview]:
    """Every page, by name."""
    found: dict[str, Preview] = {}
    for make in (
        _welcome,
        _around,
        _errors,
        result_pages.result,
        result_pages.sheet,
        group_pages.cohort,
        group_pages.person,
        picker_pages.picker,
        ledger_pages.ledger,
        export_pages.exports,
        helping_pages.helping,
        course_pages.course,
        comfort_pages.comfort,
        manual_pages.manual,
        guide_pages.guides,
        accessibility_pages.accessibility,
        admin_pages.admin,
        opening_pages.opening,
        path_pages.path,
        action_pages.actions,
        stuck_pages.stuck,
        sitting_pages.sitting,
        step_pages.step,
        resource_pages.resources,
        preview_pages.preview,
        record_pages.record,
        view_pages.views,
        own_data_pages.own_data,
        document_pages.documents,
        practice_pages.practice,
        welcome_pages.welcome_words,
        _connecting,
    ):
        found |= {name: Preview(template=template, page=page) for name, template, page in make()}
    for read in (
        trial_pages.trial,
        check_pages.checks,
        module_pages.module,
        paper_pages.paper,
        desk_pages.desk,
        task_voice_pages.task_voices,
    ):
        found |= {name: Preview(template=template, page=page) for name, template, page in read(shelf)}
    found |= {name: _question(page) for name, page in scenes(shelf).items()}
    found |= {f"access/{name}": _access(page) for name, page in _access_pages(shelf)}
    return found | _in_strongest(found) | _in_two_languages(found, shelf)


def _in_strongest(found: Catalogue) -> dict[str, Preview]:
    """One page of some groups as somebody sees it who chose the strongest of everything."""
    shown: dict[str, Preview] = {}
    for group in comfort_pages.IN_STRONGEST:
        name = next(name for name in found if name.startswith(f"{group}/"))
        page = comfort_pages.in_strongest(found[name].page)
        shown[f"comfort/{group}"] = replace(found[name], page=page)
    return shown


def _in_two_languages(found: Catalogue, shelf: Shelf) -> dict[str, Preview]:
    """Pages as somebody sees them who chose a second language."""
    shown: dict[str, Preview] = {}
    for group in second_pages.FROM_OTHERS:
        name = next(name for name in found if name.startswith(f"{group}/"))
        shown[f"second/{group}"] = replace(found[name], page=second_pages.in_both(found[name].page))
    for name, template, page, told in second_pages.second(shelf, question_page):
        shown[name] = Preview(template=template, page=page, words={second_pages.SECOND: told})
    return shown


def scenes(shelf: Shelf) -> dict[str, present.QuestionPage]:
    """Every scene of the bank as a learner meets it, and with its help open; some with answers missing."""
    pages: dict[str, present.QuestionPage] = {}
    for item, scene in scenes_of(shelf):
        plain = question_page(item, scene)
        name = f"{plain.screen_kind}/{item.id}:{scene.id}"
        pages[f"scene-{name}"] = plain
        pages[f"helped-{name}"] = with_help(plain, item, scene)
        if not isinstance(scene.task, Press):
            pages[f"missing-{name}"] = replace(plain, notice="incomplete", missing=_missing(scene))
    return pages


def scenes_of(shelf: Shelf) -> Iterator[tuple[Item, Scene]]:
    """Every scene with its item."""
    return ((item, scene) for item in shelf.bank.items for scene in item.scenes)


def question_page(item: Item, scene: Scene) -> present.QuestionPage:
    """A scene in the middle of a diagnostic: something was answered before."""
    return present.QuestionPage(
        question=scene.question or item.question,
        context=item.context if scene.id == item.scenes[0].id else "",
        screen=scene.screen,
        task=scene.task,
        submission="0123456789abcdef",
        version=3,
        step=2,
        steps=STEPS,
        area="Chercher et ranger des informations",
        highlight=scene.highlight,
        notice="saved",
        ask_name=TRAINER_NAME,
        action="/l/x/tasks/3",
        frame=FRAME,
    )


def with_help(page: present.QuestionPage, item: Item, scene: Scene) -> present.QuestionPage:
    """The same scene after a first try that missed."""
    return replace(page, help=scene.help or item.help, notice="try-again")


def _missing(scene: Scene) -> tuple[str, ...]:
    task = scene.task
    if isinstance(task, Fill):
        return tuple(f"field-{one.id}" for one in task.fields)
    if isinstance(task, Order):
        return tuple(f"order-{one.id}" for one in task.steps)
    return ("choice",)


def _question(page: present.QuestionPage) -> Preview:
    return Preview(template="learner/question.html", page=page)


def _access(page: present.AccessPage) -> Preview:
    return Preview(template="learner/access.html", page=page)


def _access_pages(shelf: Shelf) -> Iterator[tuple[str, present.AccessPage]]:
    for number, asked in enumerate(shelf.access, 1):
        page = present.AccessPage(
            question=asked.question,
            choices=tuple(
                present.AccessChoice(id=one.id, text=one.text, icon=one.icon) for one in asked.choices
            ),
            number=number,
            total=len(shelf.access),
            action="/l/x/access/y",
            frame=FRAME,
        )
        yield asked.id, page
        yield f"{asked.id}-missing", replace(page, is_incomplete=True)
        yield f"{asked.id}-given", replace(page, given=asked.choices[0].id)
        again = replace(page, given=asked.choices[0].id, is_again=True, is_told=True)
        yield f"{asked.id}-again", replace(again, back_href="/l/x/result")


def _welcome() -> Iterator[tuple[str, str, object]]:
    new = present.WelcomePage(
        title="Mon point de départ numérique",
        minutes=18,
        trainer_name=TRAINER_NAME,
        action="/l/x/welcome",
        later_action="/l/x/later",
        frame=FRAME,
    )
    states = {
        "new": new,
        "resume": replace(new, state="resume"),
        "later": replace(new, state="later"),
        "shared-at-once": replace(new, is_shared_at_once=True, trainer_name=""),
    }
    for name, page in states.items():
        yield f"welcome/{name}", "learner/welcome.html", page


def _around() -> Iterator[tuple[str, str, object]]:
    pause = present.PausePage(step=2, steps=STEPS, action="/l/x/pause", frame=FRAME)
    conflict = present.ConflictPage(question="Sur quoi appuyez-vous ?", href="/l/x/tasks/4", frame=FRAME)
    yield "around/pause", "learner/pause.html", pause
    yield "around/pause-between", "learner/pause.html", replace(pause, reason="between-areas")
    yield "around/conflict", "learner/conflict.html", conflict
    yield "around/conflict-told", "learner/conflict.html", replace(conflict, kept="Le train", other="Le bus")
    yield "around/not-ready", "learner/not_ready.html", present.NotReadyPage(frame=FRAME)
    yield "around/help", "help.html", present.HelpPage(platform_name="Moodle", frame=FRAME)
    yield "around/home", "home.html", present.HomePage()
    yield "around/home-demo", "home.html", present.HomePage(demo_href="http://127.0.0.1:8000")


def _errors() -> Iterator[tuple[str, str, object]]:
    for code in sorted(PAGE_CODES):
        page = present.ErrorPage(code=code, reason="some-reason", reference="PSR-7F3K-2Q", frame=FRAME)
        yield f"error/{code}", "error.html", replace(page, href="https://campus.example/course/2")
    yield "error/no-frame", "error.html", present.ErrorPage(code="e-expired", reference="PSR-7F3K-2Q")


def _connecting() -> Iterator[tuple[str, str, object]]:
    moodle = present_registration.ConnectPage(
        platform="moodle.example", fields=(("invite", "x"),), is_moodle=True, action="/lti/register"
    )
    yield "connecting/ask", "registration/connect.html", moodle
    foreign = replace(moodle, hosts=("keys.other.example",), is_moodle=False)
    yield "connecting/confirm", "registration/connect.html", foreign
    done = present_registration.ConnectedPage(
        clicks=("Appuyez sur « Activer ».",), options=("Choisissez « Fenêtre existante ».",), off=("notes",)
    )
    yield "connecting/done", "registration/connected.html", done
    failed = present_registration.FailedPage(
        happened="Moodle n'a pas répondu.",
        kept="Rien n'est gardé.",
        next_step="Essayez encore.",
        code="e-busy",
        reason="timeout",
        reference="PSR-7F3K-2Q",
    )
    yield "connecting/failed", "registration/failed.html", failed
