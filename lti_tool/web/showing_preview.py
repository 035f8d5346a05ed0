"""From the modules of an author's folder to the pages that learners would see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from flask import url_for

from lti_tool.domain.module import Module, Step, StepKind
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.services.drafts import Drafts, Fault
from lti_tool.services.modules import ModuleStanding
from lti_tool.web import present_module, present_preview
from lti_tool.web.preview_state import state_of
from lti_tool.web.showing_module import Surroundings, reply_to, safe, step_page_in
from lti_tool.web.showing_module_paper import together_page_in

Given = Mapping[str, Sequence[str]]
ANSWERED = "module.answer"


def drafts_page(folder: Path, drafts: Drafts) -> present_preview.DraftsPage:
    """The modules of the folder."""
    return present_preview.DraftsPage(
        folder=str(folder),
        faults=fault_lines(folder, drafts.faults),
        modules=tuple(
            present_preview.DraftLine(
                id=module.id,
                title=module.title,
                minutes=module.minutes,
                language=module.language,
                href=address_of(module, "module.first"),
            )
            for module in drafts.modules.values()
        ),
    )


def faults_page(folder: Path, module_id: str, faults: Sequence[Fault]) -> present_preview.DraftsPage:
    """What keeps one module from being shown."""
    return present_preview.DraftsPage(
        folder=str(folder),
        faults=fault_lines(folder, faults),
        module=module_id,
        back_href=url_for("preview.drafts"),
    )


def fault_lines(folder: Path, faults: Sequence[Fault]) -> tuple[present_preview.FaultLine, ...]:
    """Each fault with its file as the author knows it."""
    return tuple(
        present_preview.FaultLine(
            place=f"{_below(folder, fault.file)}:{fault.line}", what=fault.what, mend=fault.mend
        )
        for fault in dict.fromkeys(faults)
    )


def first_page(module: Module) -> present_preview.DraftPage:
    """The first page of a module. Every step can be opened at once."""
    return present_preview.DraftPage(
        title=module.title,
        goal=module.goal,
        minutes=module.minutes,
        steps=tuple(
            present_module.StepLine(
                kind=step.kind,
                title=step.title,
                minutes=step.minutes,
                state="to-do",
                href=address_of(module, "module.step", step=step.id),
            )
            for step in module.steps
        ),
        state="new",
        content_language=module.language,
        action=address_of(module, "module.begin"),
        sheet_href=address_of(module, "module.sheet"),
        guide_href=address_of(module, "module.guide"),
        together_href=address_of(module, "module.together", number=1),
        drafts_href=url_for("preview.drafts"),
    )


def step_page(
    module: Module,
    step: Step,
    run: ModuleRun,
    *,
    missing: tuple[str, ...] = (),
    given: Given | None = None,
    said: str = "",
) -> present_module.StepPage:
    """One step, as far as ``run`` is; its form takes that along."""
    state = state_of(run, step)

    def address(endpoint: str, **values: object) -> str:
        return address_of(module, endpoint, **values, **(state if endpoint == ANSWERED else {}))

    standing = ModuleStanding(module=module, run=run, step=step, missing=missing)
    return step_page_in(Surroundings(address=address), standing, given=given, said=said)


def end_page(module: Module, said: str) -> present_module.ModuleEndPage:
    """The end for somebody who did everything alone."""
    tasks = sum(len(step.exercises) for step in module.steps if step.kind is StepKind.CHECK)
    return present_module.ModuleEndPage(
        title=module.title,
        can_do=module.can_do,
        alone=tasks,
        total=tasks,
        content_language=module.language,
        again_action=address_of(module, "module.again"),
        sheet_href=address_of(module, "module.sheet"),
        module_href=address_of(module, "module.first"),
        reply=reply_to(module, said),
    )


def paper_page(module: Module, *, is_guide: bool) -> present_module.PaperPage:
    """The learner's sheet or the trainer's guide."""
    return present_module.PaperPage(
        kind="guide" if is_guide else "sheet",
        title=module.title,
        text=safe(module.guide if is_guide else module.sheet),
        content_language=module.language,
        back_href=address_of(module, "module.first"),
    )


def together_page(module: Module, number: int, *, task: int, shown: int) -> present_module.TogetherPage:
    """One step on the wall."""

    def address(endpoint: str, **values: object) -> str:
        return address_of(module, endpoint, **values)

    return together_page_in(Surroundings(address=address), module, number, task=task, shown=shown)


def address_of(module: Module, endpoint: str, **values: object) -> str:
    """The preview's address for one of ``web.module``."""
    place = {"speech": module.language, "module": module.id}
    return url_for(endpoint.replace("module.", "preview.", 1), **place, **values)  # type: ignore[arg-type]  # as Flask takes them


def _below(folder: Path, file: str) -> str:
    path = Path(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else file
