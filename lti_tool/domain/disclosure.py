"""Whom to tell about a weak point of an installation: ``security.txt``.

Source: RFC 9116.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from lti_tool.domain.errors import SettingsFault

PATH = "/.well-known/security.txt"
GOOD_FOR = timedelta(days=180)
"""Less than a year, as RFC 9116 recommends in 2.5.5."""
LANGUAGES = ("fr", "nl", "de", "en")
_MAILBOX = re.compile(r"mailto:[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HTTPS = re.compile(r"https://[\x21-\x7e]+")


def read_contact(text: str) -> str:
    """The contact of a setting: ``mailto:`` with one address, or an ``https:`` address. Empty for none.

    Raises:
        SettingsFault: it is neither; another line of ``security.txt`` cannot be written through it.
    """
    contact = text.strip()
    if not contact or _MAILBOX.fullmatch(contact) or (_HTTPS.fullmatch(contact) and _host_of(contact)):
        return contact
    raise SettingsFault(
        "PASSERELLE_SECURITY_CONTACT must be one address such as mailto:security@example.org"
        " or https://example.org/security"
    )


def security_text(contact: str, origin: str, now: datetime) -> str:
    """The file for an installation at ``origin``. The moment at which it expires changes once a day.

    ``Canonical`` is left out for an installation without https: RFC 9116 (2.5.2) allows no other address.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {midnight + GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
    ]
    if origin.startswith("https://"):
        lines.append(f"Canonical: {origin}{PATH}")
    return "\n".join(lines) + "\n"


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
