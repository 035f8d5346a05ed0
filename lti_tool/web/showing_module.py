"""From domain values to what the pages of modules print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flask import url_for
from markupsafe import Markup

from lti_tool.domain import module_run as moves
from lti_tool.domain.administration import VideoRooms
from lti_tool.domain.module import Exercise, Module, Step, StepKind
from lti_tool.domain.module_answers import right_answers
from lti_tool.domain.module_progress import Done, ModuleRun, checked_alone
from lti_tool.domain.roles import REVIEWERS
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.modules import ModuleStanding
from lti_tool.services.paths import Gate
from lti_tool.web import present_module as present
from lti_tool.web.i18n import day_in_words
from lti_tool.web.present import NO_FRAME, Frame, QuestionPage
from lti_tool.web.present_path import Wait
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_resources import card_views
from lti_tool.web.state import services

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a module is shown. ``address`` gives its addresses, by the names of ``web.module``; ``ask_name``
    is whom to ask, or empty. ``video_rooms`` is asked where a video room is drawn, and only there.
    """

    address: Callable[..., str]
    ask_name: str = ""
    video_rooms: Callable[[], VideoRooms] = lambda: VideoRooms.NEUTRAL
    frame: Frame = NO_FRAME


def module_page(visit: Visit, standing: ModuleStanding, gate: Gate | None) -> present.ModulePage:
    """The first page of a module; ``gate`` is what stands before one that is for a distance."""
    module, run = standing.module, standing.run
    address = partial(url_for, handle=visit.launch.handle, module=module.id)
    is_trainer = visit.rights in REVIEWERS
    return present.ModulePage(
        title=module.title,
        goal=module.goal,
        minutes=module.minutes,
        steps=tuple(_line(visit, module, run, step) for step in module.steps),
        state="new" if run is None else "open" if run.is_open else "ended",
        content_language=module.language,
        trainer_name=visit.trainer_name,
        sends_grade=visit.launch.is_graded and visit.link.activity == module.slug,
        action=address("module.begin"),
        again_action=address("module.again") if run is not None and not run.is_open else "",
        end_href=address("module.end") if run is not None and run.is_finished else "",
        path_href="" if is_trainer else url_for("path.overview", handle=visit.launch.handle),
        sheet_href=address("module.sheet"),
        guide_href=address("module.guide") if is_trainer else "",
        together_href=address("module.together", number=1) if is_trainer else "",
        back_href=url_for("cohort.review", handle=visit.launch.handle) if is_trainer else "",
        wait=Wait(reason=gate.reason, name=gate.trainer) if gate and gate.is_waiting else None,
        is_not_ready=gate is not None and not gate.is_waiting,
        frame=frame_of(visit),
    )


def step_page(
    visit: Visit, standing: ModuleStanding, *, given: Given | None = None, said: str = ""
) -> present.StepPage:
    """One step; ``standing`` must have a run and a step. ``said`` is "step.choice" of the answer before."""
    address = partial(url_for, handle=visit.launch.handle, module=standing.module.id)
    around = surroundings(visit, address)
    return step_page_in(around, standing, given=given, said=said)


def step_page_in(
    around: Surroundings, standing: ModuleStanding, *, given: Given | None = None, said: str = ""
) -> present.StepPage:
    """The same, wherever the module is shown."""
    module, run, step = standing.module, standing.run, standing.step
    if run is None or step is None:
        raise ValueError("a step page needs an open step")
    address = around.address
    agreed_at = standing.charter.agreed_at if standing.charter else None
    progress, before = run.progress(step.id), module.before(step)
    told = _told(run, step, address("module.try_again", step=step.id)) if progress.is_told else None
    exercise = None if told else _exercise(around, standing, given)
    is_over = bool(step.exercises) and exercise is None and told is None
    return present.StepPage(
        module=module.title,
        title=step.title,
        number=module.steps.index(step) + 1,
        total=len(module.steps),
        minutes=step.minutes,
        part="told" if told or is_over else part_of(step),
        version=run.version,
        action=address("module.answer", step=step.id),
        content_language=module.language,
        heading=step.question or step.title,
        drawing=step.drawing,
        text=safe(standing.charter.html if standing.charter else step.text),
        text_language=standing.charter.language if standing.charter else module.language,
        hard_words=step.hard_words,
        exercise=exercise,
        told=told or (_over(address("module.try_again", step=step.id)) if is_over else None),
        intro=step.intro,
        cards=step.gestures or step.sayings,
        chosen=progress.ticked or ((progress.said,) if progress.said else ()),
        is_told_to_trainer=step.is_told,
        agreed_on=day_in_words(agreed_at) if agreed_at else "",
        copy_href=address("module.copy", step=step.id) if agreed_at else "",
        reply=reply_to(module, said),
        is_incomplete=bool(standing.missing),
        ask_name=around.ask_name,
        before_href=address("module.step", step=before.id) if before else "",
        stop_href=address("module.first"),
        frame=around.frame,
    )


def end_page(visit: Visit, standing: ModuleStanding, *, said: str = "") -> present.ModuleEndPage:
    """After the last step; ``standing`` must have a run."""
    module, run = standing.module, standing.run
    if run is None:
        raise ValueError("the end needs a run")
    address = partial(url_for, handle=visit.launch.handle, module=module.id)
    open_step = next((one for one in module.steps if one.gestures and not run.progress(one.id).is_done), None)
    agreed = next((one for one in module.steps if one.kind is StepKind.AGREE), None)
    alone, total = checked_alone(run, module)
    return present.ModuleEndPage(
        title=module.title,
        can_do=module.can_do,
        alone=alone,
        total=total,
        content_language=module.language,
        later=_later(run, open_step),
        later_href=address("module.step", step=open_step.id) if open_step else "",
        copy_href=address("module.copy", step=agreed.id) if agreed else "",
        sends_grade=visit.launch.is_graded and visit.link.activity == module.slug,
        trainer_name=visit.trainer_name,
        again_action=address("module.again"),
        path_href=_onward_href(visit),
        sheet_href=address("module.sheet"),
        module_href=address("module.first"),
        is_repeated=run.round > 1,
        cards=card_views(services().resources.for_module(visit, module.id)),
        reply=reply_to(module, said),
        frame=frame_of(visit),
    )


def surroundings(visit: Visit, address: Callable[..., str]) -> Surroundings:
    """Where somebody who was launched sees a module."""
    return Surroundings(
        address=address,
        ask_name=visit.trainer_name,
        video_rooms=partial(services().centres.video_rooms, visit),
        frame=frame_of(visit),
    )


def exercise_page(
    around: Surroundings, exercise: Exercise, language: str, *, hints: int, scene_id: str = ""
) -> QuestionPage:
    """The task of an exercise as the formats draw it. The last hint lights up the place."""
    scene = exercise.scene(scene_id)
    is_room = scene.screen.get("kind") == "video_room"
    is_first = scene.id == exercise.scenes[0].id
    return QuestionPage(
        question=scene.question or exercise.question,
        content_language=language,
        context=exercise.context if is_first else "",
        screen=scene.screen,
        alternative=scene.alternative,
        task=scene.task,
        submission=new_id(),
        version=0,
        step=0,
        steps=0,
        help=exercise.hints[-1] if hints >= len(exercise.hints) else "",
        highlight=scene.highlight,
        video_rooms=(around.video_rooms() if is_room else VideoRooms.NEUTRAL).value,
    )


def part_of(step: Step) -> present.StepPart:
    """Which partial draws a step that is not over."""
    if step.exercises:
        return "exercise"
    parts: Mapping[StepKind, present.StepPart] = {
        StepKind.DO: "do",
        StepKind.SAY: "say",
        StepKind.AGREE: "agree",
    }
    return parts.get(step.kind, "see")


def safe(html: str) -> Markup:
    """A text of a module as it stands: ``content.sanitise`` has cleaned it when it was read or written."""
    return Markup(html)  # noqa: S704 - see above


def reply_to(module: Module, said: str) -> str:
    """What is said of an answer "step.choice"; empty for anything else, whatever the address says."""
    step_id, _dot, choice = said.partition(".")
    step = module.step(step_id)
    return next((one.reply for one in step.sayings if one.id == choice), "") if step else ""


def _line(visit: Visit, module: Module, run: ModuleRun | None, step: Step) -> present.StepLine:
    if run is None:
        return present.StepLine(kind=step.kind, title=step.title, minutes=step.minutes, state="to-do")
    progress = run.progress(step.id)
    is_here = run.is_open and run.at == step.id
    state: present.StepState = (
        "done" if progress.is_done else "here" if is_here else "later" if progress.is_put_off else "to-do"
    )
    href = url_for("module.step", handle=visit.launch.handle, module=module.id, step=step.id)
    is_reachable = moves.is_reachable(run, module, step)
    return present.StepLine(
        kind=step.kind,
        title=step.title,
        minutes=step.minutes,
        state=state,
        href=href if is_reachable else "",
    )


def _exercise(
    around: Surroundings, standing: ModuleStanding, given: Given | None
) -> present.ExerciseView | None:
    exercise, run, step, scene = standing.exercise, standing.run, standing.step, standing.scene
    if exercise is None or run is None or step is None or scene is None:
        return None
    progress = run.progress(step.id)
    page = exercise_page(around, exercise, standing.module.language, scene_id=scene.id, hints=progress.hints)
    if standing.missing or given:
        page = replace(page, missing=standing.missing, given=given or {})
    return present.ExerciseView(
        page=page,
        number=len(progress.outcomes) + 1,
        total=len(step.exercises),
        hints=exercise.hints[: progress.hints],
        can_hint=progress.hints < len(exercise.hints),
    )


def _told(run: ModuleRun, step: Step, again_action: str) -> present.ToldView | None:
    exercise = moves.open_exercise(run, step)
    if exercise is None:
        return None
    outcome = run.progress(step.id).outcomes[-1]
    is_shown = outcome is Done.SHOWN
    return present.ToldView(
        outcome=outcome.value,
        text="" if is_shown else exercise.done,
        answers=right_answers(exercise) if is_shown else (),
        again_action=again_action,
    )


def _over(again_action: str) -> present.ToldView:
    """A step looked at again, all of whose tasks are done."""
    return present.ToldView(outcome="alone", text="", again_action=again_action)


def _later(run: ModuleRun, step: Step | None) -> tuple[str, ...]:
    if step is None:
        return ()
    ticked = run.progress(step.id).ticked
    return tuple(one.text for one in step.gestures if one.id not in ticked)


def _onward_href(visit: Visit) -> str:
    """The path for learners, the group for trainers."""
    is_trainer = visit.rights in REVIEWERS
    return url_for("cohort.review" if is_trainer else "path.overview", handle=visit.launch.handle)
