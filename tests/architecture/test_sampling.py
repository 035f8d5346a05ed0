"""What a run leaves out has its turn elsewhere in the run, and a whole run leaves out nothing."""

from __future__ import annotations

import pytest

from tests.sampling import WHOLE, every, turn, turn_of

WAYS = ("one", "two", "three", "four")


@pytest.fixture
def sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WHOLE, raising=False)


@pytest.mark.usefixtures("sampled")
@pytest.mark.parametrize("taken", [1, 2])
def test_every_way_has_its_turn_when_places_follow_each_other(taken: int) -> None:
    found = [turn(place, WAYS, taken) for place in range(len(WAYS) // taken)]

    assert [way for ways in found for way in ways] == [*WAYS]
    assert turn(len(WAYS) // taken, WAYS, taken) == found[0]


@pytest.mark.usefixtures("sampled")
def test_a_name_keeps_its_way_and_names_share_the_ways() -> None:
    names = [f"tests/web/test_{number}.py::test" for number in range(200)]
    found = [turn_of(name, WAYS) for name in names]

    assert found == [turn_of(name, WAYS) for name in names]
    assert all(20 < found.count([way]) < 80 for way in WAYS)


@pytest.mark.usefixtures("sampled")
def test_the_first_is_among_those_that_are_taken() -> None:
    assert every(3, WAYS) == ["one", "four"]


def test_nothing_is_left_out_when_the_whole_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WHOLE, "1")

    assert [*WAYS] == every(3, WAYS) == turn(1, WAYS) == turn_of("any", WAYS)
