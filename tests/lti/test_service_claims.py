"""Where grades and rosters go: C50 to C57, on a platform that must use https."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.lti.service_claims import read_ags, read_nrps
from tests.lti.doubles import AGS, NRPS, SCOPE, registration

ITEMS = "https://lms.example/services/2/lineitems?type_id=1"
ITEM = "https://lms.example/services/2/lineitems/5/lineitem?type_id=1"
SCORE = [f"{SCOPE}score"]


AGS_CASES = [
    pytest.param({"lineitems": ITEMS, "lineitem": ITEM, "scope": SCORE}, (ITEMS, ITEM), (), id="all-well"),
    pytest.param(
        {"lineitems": "http://lms.example/a", "scope": SCORE}, None, ("ags-not-https",), id="C50-http"
    ),
    pytest.param(
        {"lineitems": "https://evil.example/a", "scope": SCORE}, None, ("ags-other-host",), id="C52-host"
    ),
    pytest.param(
        {"lineitems": "https://169.254.169.254/a", "scope": SCORE},
        None,
        ("ags-other-host",),
        id="C52-metadata",
    ),
    pytest.param(
        {"lineitems": ITEMS, "lineitem": "https://lms.example:8443/5", "scope": SCORE},
        (ITEMS, None),
        ("ags-other-host",),
        id="C54-other-port",
    ),
    pytest.param(
        {"lineitems": ITEMS, "lineitem": "https://evil.example/5", "scope": SCORE},
        (ITEMS, None),
        ("ags-other-host",),
        id="C54-other-host",
    ),
    pytest.param(
        {"lineitems": ITEMS, "scope": [f"{SCOPE}lineitem"]},
        (ITEMS, None),
        ("ags-no-score-scope",),
        id="C56-no-score",
    ),
    pytest.param({"lineitems": ITEMS}, (ITEMS, None), ("ags-no-score-scope",), id="C56-no-scope"),
    pytest.param({"lineitems": ITEMS, "scope": 7}, (ITEMS, None), ("ags-no-score-scope",), id="C56-number"),
    pytest.param({"lineitems": ITEMS, "scope": f"{SCOPE}score x"}, (ITEMS, None), (), id="scope-as-text"),
    pytest.param({"lineitem": ITEM, "scope": SCORE}, (None, ITEM), (), id="F33-no-container"),
    pytest.param({"scope": SCORE}, None, (), id="no-address"),
    pytest.param({"lineitems": 7, "scope": SCORE}, None, ("ags-bad-url",), id="number"),
    pytest.param({"lineitems": "/relative", "scope": SCORE}, None, ("ags-bad-url",), id="relative"),
    pytest.param({"lineitems": f"{ITEMS}#x", "scope": SCORE}, None, ("ags-bad-url",), id="fragment"),
    pytest.param(
        {"lineitems": "https://a@lms.example/", "scope": SCORE}, None, ("ags-bad-url",), id="user-info"
    ),
    pytest.param([], None, ("ags-malformed",), id="list"),
]


@pytest.mark.parametrize(("claim", "kept", "warnings"), AGS_CASES)
def test_grades_go_where_the_platform_is_when_its_claim_says_so(
    claim: Any, kept: tuple[str | None, str | None] | None, warnings: tuple[str, ...]
) -> None:
    ags, found = read_ags({AGS: claim}, registration(), allow_insecure=False)

    assert (None if ags is None else (ags.lineitems_url, ags.lineitem_url)) == kept
    assert found == warnings


def test_unknown_scopes_are_left_out_when_they_are_granted() -> None:
    claim = {"lineitems": ITEMS, "scope": [f"{SCOPE}score", "https://evil.example/all", 7]}

    ags, _ = read_ags({AGS: claim}, registration(), allow_insecure=False)

    assert ags is not None
    assert ags.scopes == (f"{SCOPE}score",)


@pytest.mark.parametrize(
    ("claim", "url", "warnings"),
    [
        pytest.param(
            {"context_memberships_url": "https://lms.example/m"}, "https://lms.example/m", (), id="well"
        ),
        pytest.param(
            {"context_memberships_url": "http://lms.example/m"}, None, ("nrps-not-https",), id="C57-http"
        ),
        pytest.param(
            {"context_memberships_url": "https://b.example/m"}, None, ("nrps-other-host",), id="C57-host"
        ),
        pytest.param({}, None, (), id="none"),
        pytest.param("text", None, (), id="text"),
    ],
)
def test_roster_is_kept_when_it_is_on_the_platform(
    claim: Any, url: str | None, warnings: tuple[str, ...]
) -> None:
    assert read_nrps({NRPS: claim}, registration(), allow_insecure=False) == (url, warnings)
