"""Which language a locale means."""

from __future__ import annotations

import pytest

from lti_tool.domain.language import language_of


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("fr", "fr"),
        ("nl_BE", "nl"),
        ("de-at", "de"),
        ("EN_us", "en"),
        ("en-GB-oxendict", "en"),
        ("fr_BE.UTF-8", "fr"),
        ("", ""),
        ("pt_br", ""),
        ("nld", ""),
        ("../../etc", ""),
        ("nl/../de", ""),
        ("nl\x00", ""),
        ("ﬁ", ""),
    ],
)
def test_a_locale_means_one_of_our_languages_or_none(locale: str, language: str) -> None:
    assert language == language_of(locale)
