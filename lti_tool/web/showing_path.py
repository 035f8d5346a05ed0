"""From a path to what its pages print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for

from lti_tool.domain.module import Module, Part
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.domain.module_run import open_step
from lti_tool.domain.path import VIDEO_ROOM, Proposal, Why
from lti_tool.domain.path_stages import StageStanding
from lti_tool.services.launches import Visit
from lti_tool.services.paths import Path
from lti_tool.web import present_path
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.path_words import reason_for_learner
from lti_tool.web.present_result import Condition
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services
from lti_tool.web.telling import told

NEXT_AT_MOST = 3


def path_page(visit: Visit, path: Path) -> present_path.PathPage:
    """The learner's own path."""
    following = path.next
    rest = [one for one in path.to_do if following is None or one.module.id != following.module.id]
    start = [one for one in rest if one.module.part is Part.START]
    plan = path.plan if path.is_waiting else None
    others, put_off = put_off_apart(path)
    return present_path.PathPage(
        stages=stage_lines(path),
        next=_proposed(visit, path, following) if following else None,
        first=_proposals(visit, path, [one for one in start if one.is_first_half_day]),
        start=_proposals(visit, path, [one for one in start if not one.is_first_half_day]),
        further=_proposals(visit, path, [one for one in rest if one.module.part is Part.FURTHER]),
        done=tuple(module_line(path, module, _href(visit, module)) for module in path.done),
        others=tuple(module_line(path, module, _href(visit, module)) for module in others),
        put_off=tuple(
            replace(module_line(path, module, _href(visit, module)), since=since) for module, since in put_off
        ),
        later_action=url_for("path.later", handle=visit.launch.handle),
        conditions=tuple(Condition(id=one.value, state=state.value) for one, state in path.conditions),
        video_href=url_for("module.first", handle=visit.launch.handle, module=VIDEO_ROOM)
        if VIDEO_ROOM in services().modules.known
        else "",
        wait=present_path.Wait(
            reason=plan.wait_reason, name=path.names.get(plan.waits_by or "", visit.trainer_name)
        )
        if plan
        else None,
        has_result=path.has_result,
        is_confirmed=path.plan is not None and path.plan.confirmed_at is not None,
        trainer_name=visit.trainer_name,
        views_href=url_for("views.own", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def next_modules(visit: Visit, path: Path) -> present_path.NextModules | None:
    """What a result says of what comes next: the next step first; ``None`` where there are no modules."""
    if not services().modules.known:
        return None
    following = path.next
    rest = [one for one in path.to_do if following is None or one.module.id != following.module.id]
    shown = ([following] if following else []) + rest
    return present_path.NextModules(
        modules=_proposals(visit, path, shown[:NEXT_AT_MOST]),
        path_href=url_for("path.overview", handle=visit.launch.handle),
    )


def put_off_apart(path: Path) -> tuple[list[Module], list[tuple[Module, str]]]:
    """The modules that are on no list: those to which nobody said anything, and those to which the person
    said « not now », with the day.
    """
    said = path.plan.put_off if path.plan else {}
    others = [module for module in path.others if module.id not in said]
    put_off = [(module, day_in_words(said[module.id].at)) for module in path.others if module.id in said]
    return others, put_off


def is_own_choice(path: Path, proposal: Proposal) -> bool:
    """Whether nothing but the person's own wish puts this module on the list."""
    return proposal.why is Why.CHOSEN and path.plan is not None and proposal.module.id in path.plan.own


def stage_lines(path: Path) -> tuple[present_path.StageLine, ...]:
    """The four stages."""
    return tuple(stage_line(one, path) for one in path.stages)


def module_line(path: Path, module: Module, href: str = "", reason: str = "") -> present_path.ModuleLine:
    """One module with how far the person is in it."""
    module = told(module)
    run = path.runs.get(module.id)
    state: present_path.RunState = "new"
    if run is not None:
        state = "open" if run.is_open else "done"
    return present_path.ModuleLine(
        id=module.id,
        title=module.title,
        minutes=module.minutes,
        href=href,
        reason=reason,
        state=state,
        step=step_number(run, module) if run is not None and run.is_open else 0,
        steps=len(module.steps),
        content_language=module.language,
    )


def step_number(run: ModuleRun, module: Module) -> int:
    """Which step the person is at, from 1."""
    return module.steps.index(open_step(run, module)) + 1


def stage_line(standing: StageStanding, path: Path) -> present_path.StageLine:
    """One stage with its days and its trainer."""
    return present_path.StageLine(
        name=standing.phase.value,  # type: ignore[arg-type]  # one of the four stages
        state=standing.state.value,
        at=day_in_words(standing.at) if standing.at else "",
        due=day_in_words(standing.due_at) if standing.due_at else "",
        is_late=standing.is_late,
        skip=standing.skip.reason.value if standing.skip else "",
        by=path.names.get(standing.by or "", ""),
    )


def _proposals(visit: Visit, path: Path, found: Sequence[Proposal]) -> tuple[present_path.ModuleLine, ...]:
    return tuple(_proposed(visit, path, one) for one in found)


def _proposed(visit: Visit, path: Path, proposal: Proposal) -> present_path.ModuleLine:
    is_own = is_own_choice(path, proposal)
    reason = _("Vous l'avez remis dans votre liste.") if is_own else reason_for_learner(proposal)
    return module_line(path, proposal.module, _href(visit, proposal.module), reason)


def _href(visit: Visit, module: Module) -> str:
    return url_for("module.first", handle=visit.launch.handle, module=module.id)
