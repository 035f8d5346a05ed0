"""A platform's clock or ours is wrong: nobody can open, and the page accuses no learner of anything."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import LEARNER
from tests.web.site import Site

DAY = 86_400
AHEAD, BEHIND = "ne s'ouvre pas pour le moment", "ne s'est pas ouverte à temps"
MISLEADING = ("d'où vient cette demande", "restée ouverte longtemps", "La signature")


@pytest.mark.parametrize(
    ("seconds", "heading", "reason"),
    [
        pytest.param(600, AHEAD, "iat-in-future", id="10-minutes-ahead"),
        pytest.param(DAY, AHEAD, "iat-in-future", id="a-day-ahead-or-ours-a-day-behind"),
        pytest.param(-600, BEHIND, "token-expired", id="10-minutes-behind"),
        pytest.param(-DAY, BEHIND, "token-expired", id="a-day-behind-or-ours-a-day-ahead"),
    ],
)
def test_the_page_is_calm_and_names_the_clock_to_the_trainer_when_the_hours_differ(
    site: Site, seconds: int, heading: str, reason: str
) -> None:
    browser = site.browser()
    form = browser.answered(LEARNER, claims=lambda claims: _moved(claims, seconds))

    page = browser.post_launch(form).text

    assert heading in page
    assert "orloge" in page
    assert "passerelle doctor" in page
    assert f"<code>{reason}</code>" in page
    assert "Numéro à montrer à votre formateur" in page
    assert [] == [words for words in MISLEADING if words in page]


@pytest.mark.parametrize(
    ("moments", "heading"),
    [({"iat": -310}, BEHIND), ({"nbf": 3600}, AHEAD)],
    ids=["token-too-old", "nbf-in-future"],
)
def test_the_same_is_said_when_one_moment_alone_tells_of_it(
    site: Site, moments: dict[str, int], heading: str
) -> None:
    browser = site.browser()
    form = browser.answered(
        LEARNER,
        claims=lambda claims: {
            **claims,
            **{name: claims["iat"] + seconds for name, seconds in moments.items()},
        },
    )

    assert heading in browser.post_launch(form).text


def _moved(claims: dict[str, Any], seconds: int) -> dict[str, Any]:
    return {**claims, **{name: claims[name] + seconds for name in ("iat", "exp", "nbf") if name in claims}}
