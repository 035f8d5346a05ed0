"""One level in the words of others."""

from __future__ import annotations

import pytest

from lti_tool import paths
from lti_tool.content.yaml_lines import read_document
from lti_tool.domain.readings import Certainty, NamedLevel, certainty_of, reading_of


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (1.0, Certainty.SURE),
        (0.8, Certainty.SURE),
        (0.799, Certainty.PROBABLE),
        (0.6, Certainty.PROBABLE),
        (0.599, Certainty.TO_CONFIRM),
        (0.0, Certainty.TO_CONFIRM),
    ],
)
def test_certainty_is_a_word(p: float, said: Certainty) -> None:
    assert said is certainty_of(p)


def test_every_level_reads_as_the_framework_says() -> None:
    """The file beside the bank repeats table A3 of DigComp 3.0."""
    levels = read_document(paths.CONFIG / "framework" / "digcomp.yaml").values["levels"]
    four = {number: name["id"].replace("_", "-") for name in levels["four"] for number in name["eight"]}

    for entry in levels["eight"]:
        reading = reading_of(entry["level"])
        assert (entry["level"], four[entry["level"]], entry["six_step"]) == (
            reading.eight,
            reading.four.value,
            reading.six,
        )


def test_what_lies_below_level_1_has_no_letter() -> None:
    assert (NamedLevel.BELOW, "") == (reading_of(0).four, reading_of(0).six)


@pytest.mark.parametrize("level", [-1, 9])
def test_there_is_no_reading_of_a_level_that_is_none(level: int) -> None:
    with pytest.raises(IndexError):
        reading_of(level)
