"""A keyed sheet: what is the matter with it, and what it says about the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lti_tool.domain import attempt as moves
from lti_tool.domain.ability import Outcome
from lti_tool.domain.attempt import Attempt, AttemptState, CurrentTask
from lti_tool.domain.item import Item
from lti_tool.domain.modes import EXPRESS
from lti_tool.domain.needs import NO_ANSWER, AccessChoice, AccessQuestion
from lti_tool.domain.paper import paper_form, right_of, submitted_of
from lti_tool.domain.paper_sheet import Fault, Keyed, Sheet, Standing, read_sheet, standing_of, with_sheet
from lti_tool.domain.profile import profile_of
from lti_tool.domain.selection import curve_of
from lti_tool.domain.start import Stage
from tests.contents import the_bank
from tests.factories import an_attempt

BANK = the_bank()
_FOUND = paper_form(BANK, Stage.ENTRY)
assert _FOUND is not None
FORM = _FOUND
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY, DAY = date(2026, 11, 20), date(2026, 11, 18)
ACCESS = (
    AccessQuestion(
        id="device",
        question="Quel appareil ?",
        choices=(AccessChoice(id="computer", text="Un ordinateur"), AccessChoice(id="none", text="Aucun")),
    ),
)


def right(item: Item) -> str:
    return right_of(item).split(" / ")[0].replace(" + ", " ")


def keyed(**changes: object) -> Keyed:
    """Everything right and alone."""
    answers = {number: right(item) for number, item in enumerate(FORM.tasks, 1)}
    plain = Keyed(code=FORM.code, day=DAY.isoformat(), answers=answers, access={1: "b"}, is_agreed=True)
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of what is keyed


def read(**changes: object) -> Sheet | dict[str, Fault]:
    return read_sheet(FORM, ACCESS, keyed(**changes), TODAY)


def sheet(**changes: object) -> Sheet:
    found = read(**changes)
    assert isinstance(found, Sheet), found
    return found


def empty() -> Attempt:
    return replace(an_attempt("centre"), seed=FORM.seed, mode=EXPRESS.name, answers=(), current=None)


def done(**changes: object) -> Attempt:
    return with_sheet(empty(), FORM, sheet(**changes), "0123456789", NOW)


def on_screen(ways: list[str]) -> Attempt:
    """The same tasks in the same order on a screen: "right", "help" and then right, "wrong" twice, "skip"."""
    attempt = empty()
    for number, (item, way) in enumerate(zip(FORM.tasks, ways, strict=True)):
        current = CurrentTask(item_id=item.id, scene_id=item.scenes[0].id, opened_at=NOW)
        attempt = replace(attempt, state=AttemptState.OPEN, current=current)
        if way == "skip":
            attempt = moves.skip(attempt, BANK, EXPRESS, f"s{number}", NOW)
            continue
        if way == "help":
            attempt = moves.ask_help(attempt, f"h{number}", NOW)
        for attempt_number in range(2 if way == "wrong" else 1):
            given = submitted_of(item, wrong(item) if way == "wrong" else right(item))
            assert given is not None
            moved = moves.answer(attempt, BANK, EXPRESS, given, f"a{number}-{attempt_number}", NOW)
            assert isinstance(moved, Attempt)
            attempt = moved
    return attempt


def wrong(item: Item) -> str:
    """An answer that the sheet can hold and that is not right."""
    rights = right_of(item)
    length = len(rights.replace(" ", ""))
    candidates = ("A", "B", "AB", "1" * length, "2" * length, "-" * length, "zzz")
    found = [
        one for one in candidates if one != rights.replace(" ", "") and submitted_of(item, one) is not None
    ]
    return found[0]


def test_levels_are_those_of_the_same_answers_on_a_screen() -> None:
    ways = [
        "right",
        "help",
        "wrong",
        "skip",
        "right",
        "right",
        "help",
        "wrong",
        "right",
        "skip",
        "wrong",
        "right",
    ]
    typed = {
        number: "?" if way == "skip" else wrong(item) if way == "wrong" else right(item)
        for number, (item, way) in enumerate(zip(FORM.tasks, ways, strict=True), 1)
    }
    helped = frozenset(number for number, way in enumerate(ways, 1) if way == "help")
    paper, screen = done(answers=typed, helped=helped), on_screen(ways)

    outcomes = [answer.outcome for answer in paper.answers]
    assert outcomes == [answer.outcome for answer in screen.answers]
    assert set(outcomes) == {Outcome.ALONE, Outcome.HELPED, Outcome.FAILED, Outcome.SKIPPED}
    on_paper, there = profile_of(paper, BANK), profile_of(replace(screen, start=paper.start), BANK)
    assert (on_paper.areas, on_paper.overall) == (there.areas, there.overall)
    assert on_paper.competences == there.competences
    assert on_paper.alone == there.alone


def test_attempt_is_finished_and_sent_on_the_day_of_the_sheet() -> None:
    found = done()

    assert found.state is AttemptState.FINISHED
    assert (found.paper_on, found.mode, found.seed) == (DAY, "express", FORM.seed)
    assert found.finished_at is not None
    assert found.finished_at.date() == DAY
    assert (found.shared_at, found.updated_at) == (NOW, NOW)
    assert dict(found.access) == {"device": "none"}
    assert profile_of(found, BANK).paper_on == DAY
    assert [answer.curve for answer in found.answers] == [curve_of(item) for item in FORM.tasks]


def test_nothing_lies_in_the_future_when_the_sheet_was_filled_this_morning() -> None:
    found = done(day=TODAY.isoformat())

    assert found.finished_at == NOW < datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_task_left_empty_says_nothing() -> None:
    answers = {**keyed().answers, 12: "-", 11: "-"}

    assert len(sheet(answers=answers).filled) == 10


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"code": ""}, {"code": Fault.MISSING}),
        ({"code": "P-ZZZZ"}, {"code": Fault.OTHER_FORM}),
        ({"day": ""}, {"day": Fault.DAY}),
        ({"day": "2026-11-21"}, {"day": Fault.DAY}),
        ({"is_agreed": False}, {"agreed": Fault.MISSING}),
        ({"access": {}}, {"access-1": Fault.MISSING}),
        ({"access": {1: "C"}}, {"access-1": Fault.ODD}),
        ({"answers": {**keyed().answers, 3: ""}}, {"task-3": Fault.MISSING}),
        ({"answers": {**keyed().answers, 1: "Z"}}, {"task-1": Fault.ODD}),
        ({"answers": {**keyed().answers, 1: "-", 2: "-", 3: "-"}}, {"tasks": Fault.TOO_FEW}),
    ],
)
def test_fault_is_named_when_a_field_is_odd(changes: dict[str, object], faults: dict[str, Fault]) -> None:
    assert read(**changes) == faults


def test_ten_answers_are_too_few_when_an_area_has_none() -> None:
    of_area_2 = [number for number, item in enumerate(FORM.tasks, 1) if item.competence.startswith("2")]
    answers = {**keyed().answers, **dict.fromkeys(of_area_2, "-")}

    assert len(of_area_2) == 2
    assert read(answers=answers) == {"tasks": Fault.TOO_FEW}


@pytest.mark.parametrize("code", [FORM.code.lower(), FORM.code.removeprefix("P-"), f" {FORM.code} "])
def test_code_is_known_however_it_is_typed(code: str) -> None:
    assert isinstance(read(code=code), Sheet)


def test_who_would_not_say_is_not_asked_again() -> None:
    assert dict(sheet(access={1: "?"}).access) == {"device": NO_ANSWER}


def test_only_what_was_not_answered_on_a_screen_may_be_replaced() -> None:
    opened = CurrentTask(item_id="a", scene_id="b", opened_at=NOW - timedelta(hours=1))

    assert standing_of(None) is Standing.NOTHING
    assert standing_of(replace(empty(), current=opened)) is Standing.EMPTY
    assert standing_of(replace(empty(), current=replace(opened, tries=1))) is Standing.ON_SCREEN
    assert standing_of(on_screen(["skip"] * 12)) is Standing.ON_SCREEN
    assert standing_of(done()) is Standing.KEYED
