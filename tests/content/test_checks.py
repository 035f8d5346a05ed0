"""The files of checks: what is in them, and how a fault is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.checks import load_access, load_background, load_checks, load_outside
from lti_tool.content.wording import text_faults
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.checks import LINE_LENGTH, Answering, FilledBy
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.needs import NO_ANSWER
from lti_tool.domain.outside import SAYS_LENGTH
from lti_tool.store.check_rows import CheckAnswerRow, OutsideResultRow
from tests.checks import CHECKS

NAMES = ({area: area for area in AREAS}, {name: name for name in COMPETENCES})
ICONS = {path.stem for path in (paths.STATIC / "img" / "icons").glob("*.svg")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The checks as they really are, to be spoilt."""
    return Path(shutil.copytree(paths.CONFIG / "checks", tmp_path / "checks"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_check_of_the_design_is_there() -> None:
    assert {"interests", "obstacles", "self-rating", "self-rating-grid", "soft-skills"} == set(CHECKS)
    assert [FilledBy.TRAINER] == [one.filled_by for one in CHECKS.values() if one.filled_by != "learner"]


def test_the_access_check_asks_six_things() -> None:
    asked = load_access(paths.CONFIG / "checks" / "access.yaml")

    assert ["device", "connection", "place", "hands-on", "help", "time"] == [one.id for one in asked]


def test_there_are_ten_obstacles_with_fear_of_failing_and_one_line() -> None:
    questions = CHECKS["obstacles"].questions
    named = [choice.id for one in questions for choice in one.choices if not choice.is_alone]

    assert (10, 10, True) == (len(named), len(set(named)), "fear" in named)
    assert [Answering.LINE] == [one.answering for one in questions if not one.choices]


def test_the_grid_has_a_line_with_an_example_for_each_of_the_21_competences() -> None:
    lines = CHECKS["self-rating-grid"].questions

    assert list(COMPETENCES) == [line.subject for line in lines]
    assert all(line.hint.startswith("Par exemple") for line in lines)
    assert {(0, 1, 2, 3)} == {tuple(choice.rating for choice in line.choices) for line in lines}


def test_every_question_with_several_answers_can_be_answered_with_none_of_them() -> None:
    several = [
        one for check in CHECKS.values() for one in check.questions if one.answering is Answering.SEVERAL
    ]

    assert {1} == {sum(choice.is_alone for choice in one.choices) for one in several}
    assert len(several) == 3


def test_every_picture_exists_and_no_choice_is_called_as_no_answer_is() -> None:
    choices = [choice for check in CHECKS.values() for one in check.questions for choice in one.choices]
    access = [
        choice for one in load_access(paths.CONFIG / "checks" / "access.yaml") for choice in one.choices
    ]

    assert {choice.icon for choice in (*choices, *access)} <= ICONS
    assert NO_ANSWER not in {choice.id for choice in (*choices, *access)}


def test_what_may_be_written_fits_into_its_column() -> None:
    assert LINE_LENGTH == CheckAnswerRow.__table__.c.line.type.length  # type: ignore[attr-defined]  # a String
    assert SAYS_LENGTH == OutsideResultRow.__table__.c.says.type.length  # type: ignore[attr-defined]  # a String


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "what"),
    [
        ("obstacles", "slug: obstacles", "slug: barriers", "slug:", "is not the file's name"),
        ("obstacles", "minutes: 2", "minutes: 90", "minutes:", "minutes"),
        ("obstacles", "title:", "titel:", "titel:", "titel"),
        ("obstacles", "{id: cost,", "{id: device,", "Internet coûte", "stands twice"),
        ("obstacles", "vous freine\u00a0?", "vous freine ?", "vous freine ?", "plain space"),
        ("obstacles", "J'ai peur de ne pas y arriver", "J'ai peur de l'échec", "l'échec", "échec"),
        ("obstacles", "- id: own-words", "- id: screen", "- id: screen", "stands twice"),
        ("obstacles", "answering: line", "answering: several", "- id: own-words", "fewer than two"),
        ("interests", 'areas: ["4"]', 'areas: ["6"]', 'areas: ["6"]', "areas"),
        ("self-rating-grid", 'competence: "5.4"', 'competence: "5.5"', '"5.5"', "no competence 5.5"),
        ("self-rating", "icon: hand, rating: 3", "icon: hand", "- {id: area-1", "no rating"),
        ("self-rating", 'area: "1", ', "", "- {id: area-1", "without text"),
    ],
)
def test_the_line_is_named_when_a_check_is_wrong(
    folder: Path, name: str, old: str, new: str, at: str, what: str
) -> None:
    path = folder / f"{name}.yaml"
    spoil(path, old, new)
    lines = path.read_text(encoding="utf-8").splitlines()
    places = {number for number, line in enumerate(lines, 1) if at in line}

    with pytest.raises(FaultyContent) as caught:
        load_checks(folder, *NAMES)

    assert {str(path)} == {fault.file for fault in caught.value.faults}
    assert {fault.line for fault in caught.value.faults if what in fault.what} & places


def test_a_question_for_totals_has_one_answer(folder: Path) -> None:
    path = folder / "background.yaml"
    asked = load_background(path)
    spoil(path, 'text: "Vous êtes…"', 'text: "Vous êtes…"\n    answering: several')
    with pytest.raises(FaultyContent, match="one answer of each person") as caught:
        load_background(path)

    assert {Answering.ONE} == {one.answering for one in asked.questions}
    assert ["age", "gender", "work", "schooling", "household", "place"] == [one.id for one in asked.questions]
    assert [str(path)] == [fault.file for fault in caught.value.faults]


def test_the_faults_of_every_file_are_told_at_once(folder: Path) -> None:
    spoil(folder / "obstacles.yaml", "minutes: 2", "minutes: 0")
    spoil(folder / "interests.yaml", "minutes: 1", "minutes: 0")

    with pytest.raises(FaultyContent) as caught:
        load_checks(folder, *NAMES)

    assert ["interests.yaml", "obstacles.yaml"] == [Path(one.file).name for one in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("need: device-shared", "need: gift", "need"),
        ("{id: shared,", "{id: computer,", "stands twice"),
        ("Je n'ai pas d'appareil", "C'est une erreur", "erreur"),
    ],
)
def test_the_fault_is_named_when_the_access_check_is_wrong(
    folder: Path, old: str, new: str, what: str
) -> None:
    spoil(folder / "access.yaml", old, new)

    with pytest.raises(FaultyContent) as caught:
        load_access(folder / "access.yaml")

    assert what in caught.value.faults[0].what


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("id: pmtic", "id: tosa", "stands twice"),
        ('brand: "PMTIC"', 'name: ""', "`brand` or a `name`"),
        ("score: {low: 1, high: 1000}", "by_area: true", "belong together"),
        ("{start: 351, level: 2}", "{start: 651, level: 2}", "do not rise"),
        ("score: {low: 1, high: 1000}", "score: {low: 1, high: 700}", "below a band"),
        ("level: 0.5}", "level: 9}", "level"),
        ("sd: 1.3", "sd: 0", "sd"),
    ],
)
def test_the_fault_is_named_when_a_source_is_wrong(folder: Path, old: str, new: str, what: str) -> None:
    spoil(folder / "outside.yaml", old, new)

    with pytest.raises(FaultyContent) as caught:
        load_outside(folder / "outside.yaml")

    assert what in caught.value.faults[0].what


@pytest.mark.parametrize("text", ["", "Une phrase courte.", "Voulez-vous ajouter quelque chose\u00a0?"])
def test_a_calm_text_has_no_fault(text: str) -> None:
    assert [] == list(text_faults(text))
