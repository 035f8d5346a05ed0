"""Modules that people of a course walked through, put where the pages find them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from lti_tool.domain.module import Module
from lti_tool.domain.module_progress import ModuleRun, StepProgress
from tests.paths import begun, done
from tests.web.browser import Browser
from tests.web.site import Site


def module_of(site: Site, module_id: str) -> Module:
    """A module of the installation."""
    return site.services.modules.known[module_id]


def first_gestures(module: Module) -> str:
    """The first step of a module that is done for real."""
    return next(step.id for step in module.steps if step.gestures)


def walked(site: Site, browser: Browser, module_id: str) -> None:
    """The learner of this browser did a module to its end, without a trainer beside them."""
    module = module_of(site, module_id)
    run = done(module, site.clock(), started_at=site.clock())
    steps = {**run.steps}
    for step in module.steps:
        if step.gestures:
            steps[step.id] = replace(steps[step.id], ticked=tuple(one.id for one in step.gestures))
    _keep(site, browser, replace(run, steps=MappingProxyType(steps)))


def at_step(site: Site, browser: Browser, module_id: str, number: int, **changes: object) -> None:
    """The learner of this browser is at a step of a module, counted from 1."""
    module = module_of(site, module_id)
    behind = [StepProgress(step=one.id, done_at=site.clock()) for one in module.steps[: number - 1]]
    _keep(
        site,
        browser,
        begun(
            module,
            at=module.steps[number - 1].id,
            started_at=site.clock(),
            updated_at=site.clock(),
            steps=MappingProxyType({one.step: one for one in behind}),
            **changes,
        ),
    )


def _keep(site: Site, browser: Browser, run: ModuleRun) -> None:
    visit = site.visit(browser)
    with site.services.store.writing() as unit:
        unit.module_runs.add(
            replace(
                run,
                id=f"{run.module}-{visit.launch.person_id}"[:32],
                centre_id=visit.link.centre_id,
                person_id=visit.launch.person_id,
                resource_link_id=visit.link.id,
                context_id=visit.link.context_id,
            )
        )
