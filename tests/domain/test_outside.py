"""Results from elsewhere: what may be written down, what it is worth, and the learner's yes."""

from __future__ import annotations

from datetime import date

import pytest

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.outside import (
    SAYS_LENGTH,
    Checked,
    Submitted,
    agreed,
    checked,
    digcomp_level,
    evidence_of,
    noise,
    source_of,
    withdrawn,
)
from lti_tool.domain.prior import OutsideEvidence
from tests.checks import SOURCES, TODAY, a_result
from tests.factories import MINUTE, NOW


def submitted(**changes: str) -> Submitted:
    return Submitted(**{"source": "tosa", "day": "2026-10-01", "score": "600", **changes})


def test_every_named_source_is_offered_and_another_one_last() -> None:
    assert [
        "123digit",
        "pmtic",
        "tosa",
        "mon-profil",
        "docimo",
        "pix",
        "digi-challenge",
        "actiris",
        "another",
    ] == [source.id for source in SOURCES]


@pytest.mark.parametrize("day", ["2026-03-05", "5/3/2026", "05.03.2026", " 5-3-2026 "])
def test_a_day_is_read_when_it_is_written_as_people_do(day: str) -> None:
    found = checked(submitted(day=day), SOURCES, TODAY)

    assert (
        Checked(source="tosa", taken_on=date(2026, 3, 5), says="", area="", level_id="", score=600) == found
    )


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"source": ""}, {"source": "missing"}),
        ({"day": ""}, {"day": "missing"}),
        ({"day": "hier"}, {"day": "no-date"}),
        ({"day": "2026-02-30"}, {"day": "no-date"}),
        ({"day": "٢٠٢٦-01-01"}, {"day": "no-date"}),
        ({"day": "2026-11-21"}, {"day": "future"}),
        ({"day": "1999-01-01"}, {"day": "too-old"}),
        ({"says": "x" * (SAYS_LENGTH + 1)}, {"says": "too-long"}),
        ({"score": "mille"}, {"score": "not-a-number"}),
        ({"score": "-5"}, {"score": "not-a-number"}),
        ({"score": "0"}, {"score": "out-of-range"}),
        ({"score": "1001"}, {"score": "out-of-range"}),
        ({"score": ""}, {"says": "missing"}),
        ({"source": "docimo"}, {"says": "missing"}),
        ({"day": "", "score": "x"}, {"day": "missing", "score": "not-a-number"}),
    ],
)
def test_each_field_says_what_is_the_matter_when_a_result_cannot_be_kept(
    changes: dict[str, str], faults: dict[str, str]
) -> None:
    assert faults == checked(submitted(**changes), SOURCES, TODAY)


@pytest.mark.parametrize("changes", [{"source": "x"}, {"level_id": "x"}, {"area": "6"}, {"area": "1\x00"}])
def test_a_result_is_refused_when_no_form_offers_it(changes: dict[str, str]) -> None:
    with pytest.raises(MalformedRequest):
        checked(submitted(**changes), SOURCES, TODAY)


def test_an_area_is_dropped_when_the_source_knows_none() -> None:
    plain = checked(submitted(area="4"), SOURCES, TODAY)
    by_area = checked(submitted(source="actiris", area="4", level_id="basic"), SOURCES, TODAY)

    assert isinstance(plain, Checked)
    assert isinstance(by_area, Checked)
    assert ("", "4") == (plain.area, by_area.area)


@pytest.mark.parametrize(
    ("score", "level"), [(1, 1), (350, 1), (351, 2), (551, 3), (725, 3), (726, 4), (1000, 6)]
)
def test_a_score_is_read_by_its_band(score: int, level: float) -> None:
    tosa = source_of(SOURCES, "tosa")
    assert tosa is not None

    assert level == digcomp_level(a_result(score=score), tosa)


def test_there_is_no_level_when_the_result_is_words_alone() -> None:
    docimo, actiris = source_of(SOURCES, "docimo"), source_of(SOURCES, "actiris")
    assert docimo is not None
    assert actiris is not None

    assert digcomp_level(a_result(source="docimo", score=None), docimo) is None
    assert digcomp_level(a_result(source="actiris", score=None, level_id="gone"), actiris) is None
    assert digcomp_level(a_result(source="actiris", score=None, level_id="basic"), actiris) == 1.5


def test_the_noise_grows_when_a_result_ages() -> None:
    tosa = source_of(SOURCES, "tosa")
    assert tosa is not None

    fresh, old = (noise(tosa, day, TODAY) for day in (TODAY, date(2021, 11, 20)))

    assert (0.7, True) == (fresh, 1.2 < old < 1.25)


def test_a_yes_holds_until_it_is_taken_back_and_can_be_given_again() -> None:
    plain = a_result()
    yes = agreed(plain, NOW)
    no = withdrawn(yes, NOW + MINUTE)
    again = agreed(no, NOW + 2 * MINUTE)

    assert [False, True, False, True] == [one.is_agreed for one in (plain, yes, no, again)]
    assert agreed(yes, NOW + MINUTE) is yes
    assert (NOW, NOW + MINUTE) == (no.agreed_at, no.withdrawn_at)
    assert NOW + 2 * MINUTE == again.agreed_at
    assert withdrawn(no, NOW + 2 * MINUTE) is no


def test_bands_and_levels_lie_on_the_scale_of_eight() -> None:
    levels = [one.level for source in SOURCES for one in (*source.levels, *source.bands)]

    assert 0 <= min(levels) <= max(levels) <= 8


def test_a_result_starts_the_engine_only_while_the_learner_agrees() -> None:
    plain = a_result(taken_on=TODAY)
    yes = agreed(plain, NOW)

    assert () == evidence_of([plain, withdrawn(yes, NOW)], SOURCES, TODAY)
    assert (OutsideEvidence(area="", level=3.5, sd=0.7),) == evidence_of([yes], SOURCES, TODAY)


def test_the_latest_result_counts_when_one_source_said_several_things() -> None:
    old, late = (
        a_result(taken_on=date(2026, month, 1), score=score) for month, score in ((9, 300), (11, 900))
    )
    words = a_result(source="docimo", score=None)

    found = evidence_of([agreed(one, NOW) for one in (late, old, words)], SOURCES, TODAY)

    assert [5.0] == [one.level for one in found]
