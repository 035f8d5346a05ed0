"""What one resource link opens."""

from __future__ import annotations

import pytest

from lti_tool.domain.activity import Activity
from lti_tool.domain.selection import EXPRESS, STANDARD, Mode


def an_activity(kind: str = "diagnostic", mode: str = "standard") -> Activity:
    return Activity(slug="diagnostic", kind=kind, mode=mode, title="Mon point de départ", minutes="12 à 18")


@pytest.mark.parametrize("mode", [STANDARD, EXPRESS], ids=lambda mode: mode.name)
def test_the_mode_says_how_long_it_is_when_it_is_known(mode: Mode) -> None:
    assert mode == an_activity(mode=mode.name).length


@pytest.mark.parametrize("wrong", [{"kind": "game"}, {"mode": "endless"}])
def test_it_is_refused_when_kind_or_mode_are_unknown(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        an_activity(**wrong)
