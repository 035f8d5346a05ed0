"""Gradebook comments, in the learner's language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.catalogues import catalogue_path, compile_stale
from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.language import LANGUAGES
from lti_tool.services.wording import Comments, local_day

ESTIMATE = LevelEstimate(level=2, low=1, high=2, p=0.8)
EVENING = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
"""Half past midnight of the next day, where the learner lives."""


def comment(language: str, *, tasks: int = 12, folder: Path = paths.LOCALE) -> str:
    """The comment of one area."""
    return Comments(folder).level(
        "Se protéger", ESTIMATE, tasks=tasks, helped=1, language=language, now=EVENING
    )


@pytest.mark.parametrize(
    ("language", "day"),
    [("fr", "20/11/2026"), ("nl", "20/11/2026"), ("de", "20.11.2026"), ("en", "20/11/2026")],
)
def test_the_day_is_the_learners_own_and_written_as_they_write_it(language: str, day: str) -> None:
    assert day in comment(language)


def test_a_day_begins_at_midnight_where_the_people_are() -> None:
    assert date(2026, 11, 20) == local_day(EVENING)
    assert date(2026, 7, 2) == local_day(datetime(2026, 7, 1, 22, 0, tzinfo=UTC))
    assert date(2026, 7, 1) == local_day(datetime(2026, 7, 1, 21, 59, tzinfo=UTC))


@pytest.mark.parametrize(("tasks", "words"), [(1, "en 1 tâche,"), (2, "en 2 tâches,")])
def test_tasks_are_counted_as_people_count(tasks: int, words: str) -> None:
    assert words in comment("fr", tasks=tasks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_level_range_and_day_are_said_in_every_language(language: str) -> None:
    said = comment(language)

    assert "2" in said
    assert "%(" not in said
    assert len(said) <= 500


def test_the_subject_is_translated_with_the_sentence(tmp_path: Path) -> None:
    source = catalogue_path(tmp_path, "nl")
    source.parent.mkdir(parents=True)
    lines = ['msgid "%(subject)s : niveau %(level)s."', 'msgstr "%(subject)s: niveau %(level)s."']
    lines += ['msgid "Se protéger"', 'msgstr "Jezelf beschermen"']
    source.write_text("\n".join(lines), encoding="utf-8")
    compile_stale(tmp_path)

    assert comment("nl", folder=tmp_path).startswith("Jezelf beschermen: niveau 2. ")
