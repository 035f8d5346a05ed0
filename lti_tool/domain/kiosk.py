"""The shared computer of a centre: short codes to come in by, and how long somebody stays.

Source: ``adr/0024-codes-for-shared-computers.md`` for the length of a code.
"""

from __future__ import annotations

from datetime import timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, no 1, I and L, no U beside V: 30 signs that can be read aloud and copied by hand."""
LENGTH = 8
CODE_LIFE = timedelta(minutes=15)
SLIP_LIFE = timedelta(hours=4)
"""Of the codes that are printed for a whole group: one gathering."""
KIOSK_LIFE = timedelta(minutes=60)
KIOSK_IDLE = timedelta(minutes=5)
WARNED_AFTER = timedelta(minutes=4)
"""Without a move, the page asks whether somebody is still there."""
SEEN_EVERY = timedelta(seconds=15)
"""How precisely it is known when somebody last moved."""


def typed(text: str) -> str:
    """What somebody typed as a code, without spaces and dashes; empty when it cannot be one."""
    code = "".join(text[:40].upper().split()).replace("-", "").replace("\N{EN DASH}", "")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def spelled(code: str) -> str:
    """A code as it is shown: ``ABCD-EFGH``."""
    return f"{code[:4]}-{code[4:]}"
