"""Checks and answers for tests: those of the content, and one plain example of each thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from lti_tool import paths
from lti_tool.content.checks import load_checks, load_outside
from lti_tool.domain.checks import Check, CheckAnswer, CheckRun
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.outside import EnteredBy, OutsideResult
from lti_tool.domain.start import Stage
from tests.factories import CENTRE, NOW

CHECKS = load_checks(
    paths.CONFIG / "checks",
    {area: f"Domaine {area}" for area in AREAS},
    {name: f"Compétence {name}" for name in COMPETENCES},
)
SOURCES = load_outside(paths.CONFIG / "checks" / "outside.yaml")
SKIPPED = CheckAnswer(is_skipped=True)
TODAY = date(2026, 11, 20)

# Any: the keywords of a dataclass, checked when it is made.
Changes = Any


def a_run(check: str = "obstacles", centre: str = CENTRE, **changes: Changes) -> CheckRun:
    """A check that was just begun, at entry."""
    plain = CheckRun(
        id=f"run-{centre}",
        centre_id=centre,
        person_id=f"person-{centre}",
        resource_link_id=f"link-{centre}",
        context_id=f"context-{centre}",
        check=check,
        stage=Stage.ENTRY,
        started_at=NOW,
        updated_at=NOW,
    )
    return replace(plain, **changes)


def answered(check: str, /, stage: Stage = Stage.ENTRY, **answers: str) -> CheckRun:
    """A run with answers by question (``_`` for ``-``): ids with spaces between, "-" for skipped."""
    given = {
        name.replace("_", "-"): SKIPPED if text == "-" else CheckAnswer(choices=tuple(text.split()))
        for name, text in answers.items()
    }
    return a_run(check, stage=stage, answers=MappingProxyType(given))


def the_check(slug: str) -> Check:
    """One check of the content."""
    return CHECKS[slug]


def a_result(centre: str = CENTRE, **changes: Changes) -> OutsideResult:
    """A result that a learner wrote down."""
    plain = OutsideResult(
        id=f"result-{centre}",
        centre_id=centre,
        person_id=f"person-{centre}",
        resource_link_id=f"link-{centre}",
        context_id=f"context-{centre}",
        source="tosa",
        taken_on=date(2026, 10, 1),
        entered_by=EnteredBy.LEARNER,
        entered_at=NOW,
        score=600,
    )
    return replace(plain, **changes)
