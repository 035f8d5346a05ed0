"""The languages of the interface, and which of them a platform's or a browser's word means."""

from __future__ import annotations

LANGUAGES = ("fr", "nl", "de", "en")
"""French first: the sentences in the code are French."""

BASE_LANGUAGE = "fr"
"""The language in which tasks are written; in the others they are translated."""


def language_of(locale: str) -> str:
    """The language that a locale such as ``fr``, ``nl_BE`` or ``de-at`` names; empty when it is none of ours.

    A locale is a word from outside: it never becomes part of a path (C42 of the security notes).
    """
    found = locale.replace("_", "-").partition("-")[0].lower()
    return found if found in LANGUAGES else ""
