"""From the paths of others to what the trainer's pages print."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import url_for

from lti_tool.domain.activity import MODULE, PATH
from lti_tool.domain.module import Module, Step
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.domain.path import HALF_DAY_MINUTES, Proposal
from lti_tool.domain.path_plan import SKIPPABLE
from lti_tool.domain.path_templates import TEMPLATES
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.services.paths import Path
from lti_tool.web import present_path
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.path_words import duration_in_words, reason_for_trainer
from lti_tool.web.showing_path import (
    is_own_choice,
    module_line,
    put_off_apart,
    stage_line,
    stage_lines,
)
from lti_tool.web.state import services

PATH_KINDS = frozenset({MODULE, PATH})
_NOTICES: Mapping[str, present_path.PathNotice] = {
    "path-kept": "path-kept",
    "path-changed": "path-changed",
    "wait-reason": "wait-reason",
    "skip-reason": "skip-reason",
    "seen": "seen",
}


def opens_path(visit: Visit) -> bool:
    """Whether the link opens a module or the path itself."""
    return services().activities[visit.link.activity].kind in PATH_KINDS


def path_record(
    visit: Visit, record: Record, *, notice: str, template: str = ""
) -> present_path.PathRecord | None:
    """The path of one person; ``None`` in an installation without modules. A ``template`` ticks its modules
    instead of the proposed ones, without keeping anything; an unknown one is none.
    """
    if not services().modules.known:
        return None
    path = services().paths.of_record(visit, record, services().clock())
    plan, address = path.plan, _addresses(visit, record.member.person_id)
    ticked = TEMPLATES.get(template) or tuple(one.module.id for one in path.to_do)
    others, put_off = _others(path, ticked)
    skippable = [one for one in path.stages if one.phase in SKIPPABLE]
    return present_path.PathRecord(
        stages=stage_lines(path),
        to_do=tuple(
            replace(
                module_line(path, one.module, reason=_reason(path, one)),
                is_ticked=one.module.id in ticked,
            )
            for one in path.to_do
        ),
        others=others,
        put_off=put_off,
        **_load(path, ticked),
        templates=_templates(visit, record, template) if address else (),
        runs=tuple(_runs(path, may_confirm=bool(address))),
        agreed=tuple(_agreed(path)),
        version=plan.version if plan else 0,
        has_result=path.has_result,
        confirmed_at=day_in_words(plan.confirmed_at) if plan and plan.confirmed_at else "",
        confirmed_by=_name(path, plan.confirmed_by if plan else None),
        wait=present_path.Wait(reason=plan.wait_reason, name=_name(path, plan.waits_by))
        if plan and path.is_waiting
        else None,
        wait_since=day_in_words(plan.waits_since) if plan and plan.waits_since else "",
        skippable=tuple(
            stage_line(one, path)
            for one in skippable
            if one.skip is None and one.state not in ("done", "under-way")
        ),
        skipped=tuple(stage_line(one, path) for one in skippable if one.skip is not None),
        notice=_NOTICES.get(notice, ""),
        confirm_action=address.get("confirm", ""),
        wait_action=address.get("wait", ""),
        stage_action=address.get("stage", ""),
        seen_action=address.get("seen", ""),
    )


def path_row(visit: Visit, path: Path | None) -> present_path.PathRow:
    """How far one person of the group is."""
    if path is None:
        return present_path.PathRow()
    own = services().modules.known.get(services().activities[visit.link.activity].module)
    open_runs = [run for run in path.runs.values() if run.is_open and not run.is_finished]
    known = services().modules.known
    return present_path.PathRow(
        own=module_line(path, own) if own else None,
        done=len(path.done),
        under_way=tuple(
            module_line(path, known[run.module])
            for run in open_runs
            if run.module in known and (own is None or run.module != own.id)
        ),
        waiting=sum(
            _is_waiting(run, step)
            for run in path.runs.values()
            if run.module in known
            for step in known[run.module].steps
        ),
    )


def _addresses(visit: Visit, person: str) -> dict[str, str]:
    """Where decisions go; nothing for an assistant, who makes none."""
    if visit.rights is not Rights.TRAINER:
        return {}
    handle = visit.launch.handle
    return {
        name: url_for(f"path.{name}", handle=handle, person=person)
        for name in ("confirm", "wait", "stage", "seen")
    }


def _templates(visit: Visit, record: Record, chosen: str) -> tuple[present_path.TemplateLine, ...]:
    handle, person = visit.launch.handle, record.member.person_id
    return tuple(
        present_path.TemplateLine(
            name=name,  # type: ignore[arg-type]  # the names of the templates
            href=url_for("cohort.person", handle=handle, person=person, template=name, _anchor="modules"),
            is_chosen=name == chosen,
        )
        for name in TEMPLATES
    )


def _load(path: Path, ticked: Collection[str]) -> dict[str, Any]:  # Any: fields of the record
    """How many modules are ticked, and how long they take together."""
    offered = (*(one.module for one in path.to_do), *path.others)
    minutes = [module.minutes for module in offered if module.id in ticked]
    return {
        "ticked": len(minutes),
        "duration": duration_in_words(sum(minutes)),
        "is_long": sum(minutes) > 2 * HALF_DAY_MINUTES,
    }


def _others(
    path: Path, ticked: Collection[str]
) -> tuple[tuple[present_path.ModuleLine, ...], tuple[present_path.ModuleLine, ...]]:
    """What is on no list: the modules to add, and those to which the person said « not now »."""
    others, put_off = put_off_apart(path)
    lines = tuple(replace(module_line(path, one), is_ticked=one.id in ticked) for one in others)
    said = tuple(
        replace(module_line(path, one), is_ticked=one.id in ticked, since=since) for one, since in put_off
    )
    return lines, said


def _reason(path: Path, proposal: Proposal) -> str:
    """Why a module is on the list; what came onto it after it was confirmed says so."""
    if is_own_choice(path, proposal):
        return _("La personne l'a remis dans sa liste.")
    reason, plan = reason_for_trainer(proposal), path.plan
    if plan is None or plan.confirmed_at is None or proposal.module.id in plan.choices:
        return reason
    return _("Proposé depuis votre dernière liste. %(reason)s", reason=reason)


def _runs(path: Path, *, may_confirm: bool) -> Iterator[present_path.RunLine]:
    known = services().modules.known
    for name, run in sorted(path.runs.items()):
        if name in known:
            yield present_path.RunLine(
                module=module_line(path, known[name]),
                is_accompanied=run.is_accompanied,
                gestures=tuple(
                    _gestures(path, run, step, may_confirm=may_confirm)
                    for step in known[name].steps
                    if step.gestures
                ),
                said=tuple(_said(run, known[name])),
            )


def _gestures(path: Path, run: ModuleRun, step: Step, *, may_confirm: bool) -> present_path.GestureLine:
    progress = run.progress(step.id)
    return present_path.GestureLine(
        title=step.title,
        gestures=tuple(one.text for one in step.gestures if one.id in progress.ticked),
        step=step.id if may_confirm and progress.confirmed_at is None else "",
        seen_at=day_in_words(progress.confirmed_at) if progress.confirmed_at else "",
        seen_by=_name(path, progress.confirmed_by),
    )


def _said(run: ModuleRun, module: Module) -> Iterator[present_path.SaidLine]:
    for step in module.steps:
        chosen = run.progress(step.id).said
        for saying in step.sayings:
            if step.is_told and saying.id == chosen:
                yield present_path.SaidLine(question=step.question, answer=saying.text)


def _agreed(path: Path) -> Iterator[present_path.AgreedLine]:
    for one in path.agreements:
        module_id, _slash, step_id = one.name.partition("/")
        module = services().modules.known.get(module_id)
        step = module.step(step_id) if module else None
        if step is not None:
            yield present_path.AgreedLine(
                title=step.title, version=one.version, at=day_in_words(one.agreed_at)
            )


def _is_waiting(run: ModuleRun, step: Step) -> bool:
    """Whether something was ticked here that no trainer has seen."""
    progress = run.progress(step.id)
    return bool(step.gestures and progress.ticked and progress.confirmed_at is None)


def _name(path: Path, person_id: str | None) -> str:
    return path.names.get(person_id or "", "")
