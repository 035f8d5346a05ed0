"""Modules, runs and plans for tests of the path: one plain example of each thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lti_tool.domain.item import Choice
from lti_tool.domain.module import Module, Part, Step, StepKind
from lti_tool.domain.module_progress import ModuleRun, StepProgress
from lti_tool.domain.path import Seen
from lti_tool.domain.path_plan import Plan
from tests.factories import CENTRE, NOW

# Any: the keywords of a dataclass, checked when it is made.
Changes = Any


def a_module(module_id: str = "M09", minutes: int = 30, **changes: Changes) -> Module:
    """A module of three steps: read, do for real, check. Its first step lasts what the others leave."""
    steps = (
        Step(id="lire", kind=StepKind.SEE, title="Lire", minutes=minutes - 10, text="<p>Lisez.</p>"),
        Step(
            id="pour-de-vrai",
            kind=StepKind.DO,
            title="Avec votre appareil",
            minutes=5,
            gestures=(
                Choice(id="ouvert", text="J'ai ouvert."),
                Choice(id="ferme", text="J'ai fermé."),
            ),
        ),
        Step(id="verifier", kind=StepKind.CHECK, title="À vous", minutes=5),
    )
    plain = Module(
        id=module_id,
        version=1,
        language="fr",
        title=f"Module {module_id}",
        goal="Vous apprenez quelque chose.",
        can_do="faire quelque chose",
        competences=("2.1",),
        part=Part.FURTHER,
        aims_at=2,
        steps=steps,
        sheet="<p>La feuille.</p>",
        guide="<p>Le guide.</p>",
    )
    return replace(plain, **changes)


def a_start(module_id: str, minutes: int = 30, **changes: Changes) -> Module:
    """A module of the first half-day."""
    return a_module(module_id, minutes, **{"part": Part.START, "aims_at": 1, **changes})


def shelf_of(*modules: Module) -> Mapping[str, Module]:
    """These modules by id."""
    return MappingProxyType({module.id: module for module in modules})


def begun(module: Module, centre: str = CENTRE, **changes: Changes) -> ModuleRun:
    """A module that was just begun."""
    plain = ModuleRun(
        id=f"run-{module.id}-{centre}",
        centre_id=centre,
        person_id=f"person-{centre}",
        resource_link_id=f"link-{centre}",
        context_id=f"context-{centre}",
        module=module.id,
        module_version=module.version,
        started_at=NOW,
        updated_at=NOW,
        at=module.steps[0].id,
    )
    return replace(plain, **changes)


def done(module: Module, at: datetime = NOW, **changes: Changes) -> ModuleRun:
    """A module that was walked through."""
    steps = MappingProxyType({one.id: StepProgress(step=one.id, done_at=at) for one in module.steps})
    ended = {"points": 100, "finished_at": at, "ended_at": at, "updated_at": at, "steps": steps}
    return begun(module, **{**ended, **changes})


def runs_of(*runs: ModuleRun) -> Mapping[str, ModuleRun]:
    """These runs by module."""
    return {run.module: run for run in runs}


def seen(level: int, **changes: Changes) -> Seen:
    """A competence that was measured at this level, every task done alone."""
    return replace(Seen(level=level, at=NOW), **changes)


def a_plan(centre: str = CENTRE, **changes: Changes) -> Plan:
    """Decisions about one person: none yet."""
    plain = Plan(
        id=f"plan-{centre}",
        centre_id=centre,
        person_id=f"person-{centre}",
        resource_link_id=f"link-{centre}",
        context_id=f"context-{centre}",
        updated_at=NOW,
    )
    return replace(plain, **changes)
