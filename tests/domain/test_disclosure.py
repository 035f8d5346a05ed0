"""Whom to tell about a weak point of an installation: RFC 9116."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lti_tool.domain.disclosure import read_contact, security_text
from lti_tool.domain.errors import SettingsFault

NOW = datetime(2026, 3, 1, 23, 30, 12, tzinfo=UTC)
MAIL = "mailto:security@example.org"


@pytest.mark.parametrize("text", [MAIL, "https://example.org/security?lang=fr", "https://[2001:db8::1]/"])
def test_contact_is_taken_when_it_can_be_reached(text: str) -> None:
    assert text == read_contact(f" {text} ")


def test_there_is_no_contact_when_the_setting_is_empty() -> None:
    assert "" == read_contact(" ")


@pytest.mark.parametrize(
    "text",
    [
        "security@example.org",
        "http://example.org/security",
        "mailto:",
        "mailto:security@example",
        "mailto:a@example.org,b@example.org",
        "https://",
        "https:///security",
        "https://[/",
        "https://example.org/a b",
        "https://example.org/é",
        f"{MAIL}\nContact: mailto:other@example.com",
        "javascript:alert(1)",
    ],
)
def test_contact_is_refused_when_it_is_no_such_address(text: str) -> None:
    with pytest.raises(SettingsFault, match="PASSERELLE_SECURITY_CONTACT must be"):
        read_contact(text)


def test_every_line_is_there_when_the_tool_is_on_https() -> None:
    expected = (
        f"Contact: {MAIL}\n"
        "Expires: 2026-08-28T00:00:00Z\n"
        "Preferred-Languages: fr, nl, de, en\n"
        "Canonical: https://tool.example/.well-known/security.txt\n"
    )

    assert expected == security_text(MAIL, "https://tool.example", NOW)


def test_the_moment_is_utc_when_the_clock_has_another_zone() -> None:
    """01:30 in Brussels is the day before."""
    brussels = NOW.astimezone(timezone(timedelta(hours=2)))

    assert security_text(MAIL, "https://tool.example", NOW) == security_text(
        MAIL, "https://tool.example", brussels
    )


def test_no_canonical_address_is_told_when_the_tool_is_on_http() -> None:
    assert "Canonical" not in security_text(MAIL, "http://127.0.0.1:8765", NOW)
