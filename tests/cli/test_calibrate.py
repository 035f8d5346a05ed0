"""From stored answers to a new version of the bank, as an operator does it; nobody's result moves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from lti_tool import cli, paths
from lti_tool.content.bank import load_bank
from lti_tool.content.calibration import CALIBRATION
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain import attempt as moves
from lti_tool.domain.ability import Outcome, difficulty_of
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt, AttemptState, Bank
from lti_tool.domain.errors import SettingsFault
from lti_tool.domain.item import Item
from lti_tool.domain.modes import EXPRESS
from lti_tool.domain.profile import profile_of
from lti_tool.domain.selection import curve_of
from lti_tool.domain.start import Stage
from lti_tool.store.unit_of_work import Store
from tests.content.solving import right_forms
from tests.contents import the_bank
from tests.factories import CENTRE, NOW, an_answer, an_attempt
from tests.store.planting import plant

ATTEMPTS = 120
BANK = the_bank()
ITEMS = [
    next(item for item in BANK.items if item.competence == f"{area}.1" and item.level == 1)
    for area in range(1, 6)
]
HARD, RARE = ITEMS[0].id, next(item for item in BANK.items if item.level == 4)
Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, tmp_path: Path) -> Run:
    """Run one command on a database of its own; ``content`` is the setting of own folders."""
    environment = {
        "PASSERELLE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "PASSERELLE_SECRET_KEY": "a secret of the tests, long enough to be taken",
        "PASSERELLE_DATA": str(tmp_path),
    }

    def invoke(*words: str, content: Path | str = "") -> Result:
        given = {**environment, "PASSERELLE_CONTENT": str(content)}
        return CliRunner().invoke(cli.passerelle, ["calibrate", *words], env=given)

    return invoke


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An empty folder of the centre."""
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


@pytest.fixture
def finished(store: Store) -> Attempt:
    """``ATTEMPTS`` finished attempts of five easy tasks and, for some, a hard one; the first of them.

    The easy tasks are all done alone, but for the first one, which nearly never is.
    """
    planted = plant(store)
    with store.writing() as work:
        for number in range(ATTEMPTS):
            strand = "touch" if number % 2 else "mouse"
            empty = an_attempt(id=f"attempt-{number}", activity=f"activity-{number}", strand=strand)
            answers = tuple(_answers(number))
            ended = replace(empty, version=2, answers=answers, state=AttemptState.FINISHED, finished_at=NOW)
            work.attempts.add(empty)
            work.attempts.save(ended, empty)
    return stored(store, planted.link_id)


def _answers(number: int) -> Iterator[Answer]:
    for place, item in enumerate(ITEMS, 1):
        outcome = Outcome.ALONE
        if item.id == HARD and number % 10:
            outcome = (Outcome.FAILED, Outcome.SKIPPED, Outcome.HELPED)[number % 3]
        yield _answer(place, item, outcome)
    if number < 30:
        yield _answer(len(ITEMS) + 1, RARE, Outcome.FAILED)


def _answer(place: int, item: Item, outcome: Outcome) -> Answer:
    plain = an_answer(place, item_id=item.id, item_version=item.version, outcome=outcome, family=item.family)
    return replace(
        plain, competence=item.competence, level=item.level, format=item.format, curve=curve_of(item)
    )


def stored(store: Store, link_id: str) -> Attempt:
    """The first of the finished attempts as it is now."""
    with store.reading() as work:
        found = work.attempts.at_link(CENTRE, f"person-{CENTRE}", link_id, "activity-0")
    assert found is not None
    return found


def read(result: Result) -> dict[str, dict[str, object]]:
    """The items of the printed line by their ids."""
    assert result.exit_code == 0, result.output
    return {one["item"]: one for one in json.loads(result.stdout)["items"]}


def test_a_new_bank_changes_no_result_when_a_calibration_is_written(
    run: Run, store: Store, finished: Attempt, own: Path
) -> None:
    """From the answers to the file, to the next diagnostic: old levels stay, an open attempt goes on."""
    begun = _open_attempt(store, finished)
    result = run("--json", "--write", content=own)
    bank = load_bank(paths.CONFIG, [own])

    assert 0 == result.exit_code, result.output
    assert bank.version != BANK.version
    shown = bank.get(HARD)
    assert shown is not None
    assert shown.difficulty is not None
    assert shown.difficulty > difficulty_of(1) + 0.5
    assert {variant.difficulty for variant in shown.variants} <= {shown.difficulty}
    again = stored(store, finished.resource_link_id)
    assert again == finished
    assert profile_of(again, bank) == profile_of(finished, BANK)
    ended = _walked(begun, bank)
    assert ended.is_finished
    assert ended.answers[0] == begun.answers[0]
    assert moves.history_of(ended, bank)[0].curve == curve_of(ITEMS[0]) != curve_of(shown)


def test_each_item_is_judged_when_the_answers_are_read(run: Run, finished: Attempt) -> None:
    items = read(run("--json"))

    hard, rare, untouched = items[HARD], items[RARE.id], items[BANK.items[-1].id]
    assert {"alone": 12, "helped": 36, "failed": 36, "skipped": 36} == {
        one.value: hard[one.value] for one in Outcome
    }
    assert ("harder" in hard["flags"], ATTEMPTS) == (True, hard["n"])  # type: ignore[operator]
    assert [] == hard["bias"]  # 60 answers in each group are too few.
    assert (30, None, []) == (rare["n"], rare["difficulty"]["after"], rare["flags"])  # type: ignore[index]
    assert (0, None) == (untouched["n"], untouched["difficulty"]["after"])  # type: ignore[index]
    anchors = [name for name, one in items.items() if one["difficulty"]["anchor"]]  # type: ignore[index]
    assert 1 == len(anchors)
    assert HARD not in anchors


def test_the_table_names_nobody_when_it_is_printed(run: Run, finished: Attempt) -> None:
    printed = run().output

    line = next(line for line in printed.splitlines() if line.startswith(HARD))
    assert ["1", "120", "10%"] == line.split()[1:4]
    assert "630 answers of 120 finished attempts" in printed
    assert "leave one out" in printed
    assert "Not stored, hence not looked for: gender, age, language, screen reader." in printed
    for private in ("Inès", "Martin", "attempt-1", "person-", CENTRE):
        assert private not in printed


def test_the_file_says_what_it_is_when_it_is_written(run: Run, finished: Attempt, own: Path) -> None:
    run("--write", "--out", str(own))

    text = (own / CALIBRATION).read_text(encoding="utf-8")
    entries = yaml.safe_load(text)["items"]
    assert text.startswith("# Difficulties that answers have shown")
    assert {item.id for item in ITEMS} == set(entries)
    assert {"difficulty", "n", "date", "version", "anchor"} == set(entries[HARD])
    assert [1] == [sum(entry["anchor"] for entry in entries.values())]
    assert ["calibration.yaml"] == [path.name for path in (own / "bank").iterdir()]


def test_a_second_calibration_says_the_same_when_nobody_answered_meanwhile(
    run: Run, finished: Attempt, own: Path
) -> None:
    """Each starts from the experts' word, so that no answer is counted twice."""
    run("--write", content=own)
    first = (own / CALIBRATION).read_text(encoding="utf-8")
    result = run("--write", content=own)

    assert 0 == result.exit_code
    assert first == (own / CALIBRATION).read_text(encoding="utf-8")


def test_answers_are_set_aside_when_their_item_has_changed(run: Run, store: Store, finished: Attempt) -> None:
    before = replace(finished, state=AttemptState.OPEN, answers=(), version=1, id="old", stage=Stage.END)
    other = replace(_answer(1, ITEMS[0], Outcome.ALONE), item_version=99)
    gone = replace(_answer(2, ITEMS[1], Outcome.ALONE), item_id="withdrawn")
    with store.writing() as work:
        work.attempts.add(before)
        ended = replace(
            before, version=2, answers=(other, gone), state=AttemptState.FINISHED, finished_at=NOW
        )
        work.attempts.save(ended, before)

    result = run()

    assert "2 of them are to items that were changed or withdrawn since." in result.output
    assert ATTEMPTS == read(run("--json"))[HARD]["n"]


def test_open_attempts_are_not_read_when_they_may_still_go_on(
    run: Run, store: Store, finished: Attempt
) -> None:
    _open_attempt(store, finished)

    assert ATTEMPTS == read(run("--json"))[HARD]["n"]


def test_nothing_is_written_when_there_are_too_few_answers(run: Run, own: Path) -> None:
    result = run("--write", "--out", str(own))

    assert "Nothing was written: no item has 100 answers yet." in result.stderr
    assert [] == list(own.iterdir())


def test_one_sentence_is_said_when_there_is_nowhere_to_write(run: Run, own: Path) -> None:
    nowhere = run("--write")

    assert isinstance(nowhere.exception, SettingsFault)
    assert "--out" in str(nowhere.exception)
    assert 2 == run("--write", "--out", str(own / "none")).exit_code


def test_a_former_file_stays_when_the_folder_cannot_be_written(
    run: Run, finished: Attempt, own: Path
) -> None:
    (own / "bank").write_text("in the way", encoding="utf-8")

    result = run("--write", "--out", str(own))

    assert isinstance(result.exception, SettingsFault)
    assert "cannot be written" in str(result.exception)


@pytest.mark.parametrize(
    "spoilt",
    ["difficulty: .nan", "difficulty: .inf", "difficulty: 9.0", "difficulty: low", "dificulty: 0.5"],
)
def test_the_line_is_named_when_a_calibration_is_spoilt(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / CALIBRATION
    path.parent.mkdir()
    entry = f"{{{spoilt}, n: 120, date: 2026-11-20, version: 1}}"
    path.write_text(f"items:\n  {HARD}: {entry}\n", encoding="utf-8")

    with pytest.raises(FaultyContent) as caught:
        load_bank(paths.CONFIG, [tmp_path])

    assert {(str(path), 2)} == {(fault.file, fault.line) for fault in caught.value.faults}


def test_an_entry_is_passed_over_when_the_item_is_another_version_or_gone(tmp_path: Path) -> None:
    """A bank that is brought up to date must start, whatever was calibrated before."""
    path = tmp_path / CALIBRATION
    path.parent.mkdir()
    entry = f"{{difficulty: 1.0, n: 120, date: 2026-11-20, version: {ITEMS[0].version + 1}}}"
    path.write_text(f"items:\n  {HARD}: {entry}\n  withdrawn: {entry}\n", encoding="utf-8")

    bank = load_bank(paths.CONFIG, [tmp_path])

    assert [None] * len(bank.items) == [item.difficulty for item in bank.items]


def _open_attempt(store: Store, finished: Attempt) -> Attempt:
    """Somebody who answered one task before the calibration, and has the next one on the screen."""
    empty = replace(finished, id="open", state=AttemptState.OPEN, stage=Stage.END, mode=EXPRESS.name)
    empty = replace(empty, answers=(), version=1, finished_at=None)
    begun = replace(empty, answers=(_answer(1, ITEMS[0], Outcome.HELPED),), version=2)
    begun = moves.with_next_task(begun, BANK, EXPRESS, NOW)
    with store.writing() as work:
        work.attempts.add(empty)
        work.attempts.save(begun, empty)
    return begun


def _walked(attempt: Attempt, bank: Bank) -> Attempt:
    """The attempt after every task was skipped or, where one press does it, done."""
    while attempt.current is not None:
        item = bank.drawn(attempt.current.item_id, attempt.seed)
        assert item is not None
        forms = right_forms(item.scenes[0]) if len(item.scenes) == 1 else []
        key = f"submission-{len(attempt.answers)}-next"
        if forms:
            moved = moves.answer(attempt, bank, EXPRESS, forms[0], key, NOW)
            assert isinstance(moved, Attempt)
            attempt = moved
        else:
            attempt = moves.skip(attempt, bank, EXPRESS, key, NOW)
    return attempt
