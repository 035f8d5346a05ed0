"""Results as xAPI statements for a learning record store: diagnostics completed, areas scored, modules
completed. The same deed makes the same statement each time, with the same id: sent twice, it is one.

Source: xAPI 1.0.3 (IEEE 9274.1.1), part two; the verbs and kinds of activities are ADL's vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # a statement is JSON: texts, numbers, truth values and more such objects
from uuid import NAMESPACE_URL, uuid5

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.export_rows import Whole
from lti_tool.domain.framework import AREAS, POINTS_MAXIMUM
from lti_tool.domain.start import Stage

VERSION = "1.0.3"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
SCORED = "http://adlnet.gov/expapi/verbs/scored"
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
OBJECTIVE = "http://adlnet.gov/expapi/activities/objective"
_WORDS = {COMPLETED: "completed", SCORED: "scored"}
Statement = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What all statements of a file share: the tool's own address, the platform of the people, the names of
    areas and activities, and their language.
    """

    base_url: str
    home_page: str
    language: str
    areas: Mapping[str, str]
    titles: Mapping[str, str]


def statements_of(whole: Whole, place: Place, *, named: bool) -> Iterator[Statement]:
    """Everything that one person sent, stage by stage."""
    for stage in Stage:
        attempt = whole.at(stage)
        if attempt is None:
            continue
        yield _completed(whole, attempt, place, named=named)
        for area in AREAS:
            if (found := whole.level(stage, area)) is None:
                continue
            result = {
                "score": {
                    "scaled": round(found.level / POINTS_MAXIMUM, 4),
                    "raw": found.level,
                    "min": 0,
                    "max": int(POINTS_MAXIMUM),
                },
                "extensions": {
                    f"{place.base_url}/xapi/low": found.low,
                    f"{place.base_url}/xapi/high": found.high,
                    f"{place.base_url}/xapi/certainty": round(found.p, 2),
                    f"{place.base_url}/xapi/stage": stage.value,
                },
            }
            shown = _object(f"{place.base_url}/xapi/digcomp/{area}", place.areas[area], OBJECTIVE, place)
            made = _statement(whole, f"{attempt.id}/{area}", SCORED, shown, place, named=named)
            yield {**made, "result": result, "timestamp": _moment(attempt)}


def _completed(whole: Whole, attempt: Attempt, place: Place, *, named: bool) -> Statement:
    title = place.titles.get(attempt.activity, attempt.activity)
    shown = _object(f"{place.base_url}/xapi/activities/{attempt.activity}", title, ASSESSMENT, place)
    made = _statement(whole, attempt.id, COMPLETED, shown, place, named=named)
    result = {"completion": True, "extensions": {f"{place.base_url}/xapi/stage": attempt.stage.value}}
    return {**made, "result": result, "timestamp": _moment(attempt)}


def _statement(
    whole: Whole, deed: str, verb: str, shown: Statement, place: Place, *, named: bool
) -> Statement:
    account = {"homePage": place.home_page, "name": whole.person_id}
    actor: Statement = {"objectType": "Agent", "account": account}
    if named and whole.name:
        actor["name"] = whole.name
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{place.base_url}/xapi/{deed}")),
        "actor": actor,
        "verb": {"id": verb, "display": {"en": _WORDS[verb]}},
        "object": shown,
        "context": {"platform": "Passerelle", "language": place.language},
        "version": VERSION,
    }


def _object(address: str, name: str, kind: str, place: Place) -> Statement:
    definition = {"name": {place.language: name}, "type": kind}
    return {"objectType": "Activity", "id": address, "definition": definition}


def _moment(attempt: Attempt) -> str:
    return (attempt.finished_at or attempt.updated_at).isoformat(timespec="milliseconds")
