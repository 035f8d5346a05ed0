"""Statements for a record store, and the rows behind every file, from values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.export import COLUMNS, What
from lti_tool.domain.export_rows import (
    Whole,
    action_rows,
    area_rows,
    competence_rows,
    grade_rows,
    people_rows,
)
from lti_tool.domain.framework import AREAS
from lti_tool.domain.journey import journey_of
from lti_tool.domain.start import Stage
from lti_tool.domain.statements import Place, statements_of
from tests.factories import DAY, NOW, a_bank, an_answer, an_attempt

ENTRY = an_attempt(
    state=AttemptState.FINISHED, finished_at=NOW, shared_at=NOW, answers=(an_answer(1), an_answer(2))
)
END = replace(ENTRY, id="end", stage=Stage.END, finished_at=NOW + DAY)
LEVELS = {area: LevelEstimate(level=3, low=2, high=4, p=0.8) for area in AREAS}
NOBODY = Whole(person_id="p-1", name="Inès Martin", number=7, groups=("1", "2"), is_enrolled=True)
WHOLE = replace(NOBODY, journey=journey_of([ENTRY, END]), levels={ENTRY.id: LEVELS, END.id: LEVELS})
PLACE = Place(
    base_url="https://tool.example",
    home_page="https://lms.example",
    language="fr",
    areas=dict.fromkeys(AREAS, "Domaine"),
    titles={},
)


def test_each_stage_is_completed_and_each_area_of_it_scored() -> None:
    made = list(statements_of(WHOLE, PLACE, named=False))
    verbs = [one["verb"]["display"]["en"] for one in made]

    assert 2 * ["completed", *["scored"] * 5] == verbs
    assert 12 == len({one["id"] for one in made})
    assert {"entry", "end"} == {
        one["result"]["extensions"]["https://tool.example/xapi/stage"] for one in made
    }


def test_a_name_is_in_a_statement_when_it_was_asked_for() -> None:
    plain, named = (next(statements_of(WHOLE, PLACE, named=is_named)) for is_named in (False, True))

    assert "name" not in plain["actor"]
    assert "Inès Martin" == named["actor"]["name"]
    assert (
        plain["actor"]["account"]
        == named["actor"]["account"]
        == {
            "homePage": "https://lms.example",
            "name": "p-1",
        }
    )


def test_nobody_who_sent_nothing_is_in_a_statement() -> None:
    assert [] == list(statements_of(NOBODY, PLACE, named=True))


@pytest.mark.parametrize("whole", [NOBODY, WHOLE], ids=["sent nothing", "sent two stages"])
def test_every_row_has_a_cell_for_every_column(whole: Whole) -> None:
    made = {
        What.PEOPLE: people_rows(whole),
        What.AREAS: area_rows(whole),
        What.COMPETENCES: competence_rows(whole, a_bank()),
        What.ACTIONS: action_rows(whole),
        What.GRADES: grade_rows(whole),
    }
    found = {what: list(rows) for what, rows in made.items()}

    assert {what: len(columns) for what, columns in COLUMNS.items() if found[what]} == {
        what: len(row) for what, rows in found.items() for row in rows
    }
    assert (1, 10 if whole is WHOLE else 0, 1 if whole is WHOLE else 0) == tuple(
        len(found[what]) for what in (What.PEOPLE, What.AREAS, What.COMPETENCES)
    )
