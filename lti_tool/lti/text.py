"""What text from outside may look like: opaque identifiers, and words that are only shown.

The two must not be confused: an identifier is refused when it is odd, a word is mended or dropped.
"""

from __future__ import annotations

import re

IDENTIFIER_CHARACTERS = 255
WORD_CHARACTERS = 255

# C0, DEL and C1 controls, and lone surrogates, which no database or log can hold.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNDECODABLE = "\ufffd"


def has_control_characters(value: str) -> bool:
    """Whether the text holds a control character or half of a surrogate pair."""
    return _CONTROL.search(value) is not None


def has_undecodable_characters(value: str) -> bool:
    """Whether the text holds the mark that a lenient decoder leaves for invalid UTF-8."""
    return _UNDECODABLE in value


def is_identifier(value: object) -> bool:
    """Whether this is a usable identifier: text of 1 to 255 characters without control characters.

    Source: LTI 1.3 core, 5.3 (255 characters for ``sub``, deployment and resource link).
    """
    return (
        isinstance(value, str)
        and 1 <= len(value) <= IDENTIFIER_CHARACTERS
        and not has_control_characters(value)
    )


def shown_text(value: object, characters: int = WORD_CHARACTERS) -> str:
    """A descriptive claim made safe to keep: text without control characters, cut.

    Anything that is not text gives an empty string: a name never refuses a learner.
    """
    if not isinstance(value, str):
        return ""
    # Cut before and after: a mebibyte of text is not searched, and its end is not left ragged.
    return _CONTROL.sub("", value[: characters * 4]).strip()[:characters]
