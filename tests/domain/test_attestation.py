"""What an attestation states, its fingerprint and its code."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.attestation import (
    CODE_ALPHABET,
    CODE_LENGTH,
    EVIDENCE_AT_MOST,
    Attestation,
    Statement,
    code_of,
    from_json,
    plain_code,
    spoken_code,
    statement_of,
    to_json,
    withdrawn,
)
from lti_tool.domain.framework import AREAS
from lti_tool.domain.profile import Profile, Shown
from tests.factories import NOW, an_attempt

SECRET = b"a secret of the tests, long enough to be taken"


def stated(**changes: object) -> Statement:
    """What an attestation of an ordinary result states."""
    level = LevelEstimate(level=2, low=1, high=3, p=0.7)
    many = tuple(f"faire la chose {number}" for number in range(5))
    profile = Profile(
        overall=level,
        areas=dict.fromkeys(AREAS, level),
        competences={},
        alone=many,
        with_help=(),
        next_step="",
        tasks=20,
        tasks_with_help=3,
        shown={"0": Shown(with_help=("cliquer",)), "1": Shown(alone=many), "2": Shown(with_help=many)},
    )
    return replace(statement_of(an_attempt(), profile), **changes)  # type: ignore[arg-type]  # its fields


def test_the_statement_has_every_area_with_its_level_its_range_and_what_lies_behind_it() -> None:
    statement = stated()
    first, second = statement.areas[:2]

    assert AREAS == tuple(one.area for one in statement.areas)
    assert (2, 1, 3) == (first.level, first.low, first.high)
    assert [EVIDENCE_AT_MOST] * 2 == [len(first.evidence), len(second.evidence)]
    assert [True, False] == [first.evidence[0].is_alone, second.evidence[0].is_alone]
    assert ["cliquer"] == [one.text for one in statement.gestures]
    assert (20, 3) == (statement.tasks, statement.tasks_with_help)


def test_a_statement_comes_back_from_what_is_kept_with_the_same_fingerprint() -> None:
    statement = replace(stated(), taken_at=NOW.replace(microsecond=0))
    kept = from_json(json.loads(json.dumps(to_json(statement))))

    assert (statement, statement.fingerprint) == (kept, kept.fingerprint)


def test_every_altered_word_changes_the_fingerprint() -> None:
    statement = stated()
    first = replace(statement.areas[0], level=4)
    others = [
        replace(statement, areas=(first, *statement.areas[1:])),
        replace(statement, tasks=21),
        replace(statement, tasks_with_help=0),
        replace(statement, mode="express"),
        replace(statement, taken_at=statement.taken_at + timedelta(days=1)),
        replace(statement, gestures=()),
    ]

    assert 7 == len({one.fingerprint for one in (statement, *others)})


def test_a_code_is_of_letters_that_nobody_takes_for_one_another_and_needs_the_secret() -> None:
    codes = {code_of(SECRET, f"id-{number}") for number in range(500)}

    assert 500 == len(codes)
    assert {CODE_LENGTH} == {len(code) for code in codes}
    assert set(CODE_ALPHABET) == set("".join(codes))
    assert not set("O0I1") & set(CODE_ALPHABET)
    assert code_of(SECRET, "id-1") != code_of(SECRET + b"x", "id-1")


def test_a_code_is_read_as_people_type_it_and_nothing_else_is() -> None:
    code = code_of(SECRET, "id")

    assert 14 == len(spoken_code(code))
    for given in (code, spoken_code(code), f" {code.lower()} ", " ".join(code)):
        assert code == plain_code(given)
    for given in ("", code[:-1], code + "A", "O" * 12, "É" * 12, "\x00" * 12):
        assert "" == plain_code(given)


def test_an_attestation_is_withdrawn_once() -> None:
    statement = stated()
    made = Attestation(
        centre_id="centre",
        id="id",
        person_id="learner",
        attempt_id="attempt",
        code_digest="x",
        number=0,
        statement=statement,
        fingerprint=statement.fingerprint,
        issued_at=NOW,
        issued_by="trainer",
    )
    once = withdrawn(made, "trainer", NOW + timedelta(days=1))

    assert (True, False) == (made.is_valid, once.is_valid)
    assert once is withdrawn(once, "other", NOW + timedelta(days=2))
