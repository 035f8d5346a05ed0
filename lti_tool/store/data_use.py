"""How the use of a table is written down: what for, how long, whose rows, and what each column says.

Source: the project's data rules (every column has a class and a retention); GDPR articles 5 and 30.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, StrEnum

MONTH = timedelta(days=365) / 12


class DataClass(StrEnum):
    """What a column says about people.

    ``PUBLIC`` is published anyway; ``INTERNAL`` keeps the tool running and says nothing of a person (our
    own ids, digests, versions, secrets); ``PERSONAL`` belongs to a person's record; ``SENSITIVE`` may hold
    health, money or family: free text and obstacles.
    """

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Kept(Enum):
    """How long rows live: words for the register, and the time where a clock decides alone."""

    SESSION = ("until the login, code or session is over, 8 hours at most", timedelta(hours=8))
    INVITATION = ("until it is used or 30 days old", timedelta(days=30))
    NAME = ("30 days after the platform sent it last", timedelta(days=30))
    DELIVERY_LOG = ("90 days", timedelta(days=90))
    LOG = ("12 months", 12 * MONTH)
    LOOKS = ("13 months", 13 * MONTH)
    PERSON = ("36 months after the person's last visit", 36 * MONTH)
    PLATFORM = ("as long as the platform is connected", None)
    CENTRE = ("as long as the centre uses the tool", None)

    def __init__(self, words: str, life: timedelta | None) -> None:
        self.words = words
        self.life = life


FREE_TEXT_LIFE = 12 * MONTH
"""Free text goes this long after the person's last visit, the rest of the row later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUse:
    """One table.

    ``owner`` is the column with the person whose rows these are; ``through`` names a parent table and the
    column with its id, where the rows belong to whom the parent's belong. ``mentions`` are columns with
    somebody who acted on the row: it stays when they go. ``free_text`` are columns emptied earlier.
    """

    purpose: str
    kept: Kept
    owner: str = ""
    through: tuple[str, str] | None = None
    mentions: frozenset[str] = frozenset()
    free_text: frozenset[str] = frozenset()
    classes: dict[str, DataClass] = field(default_factory=dict)

    @property
    def is_of_people(self) -> bool:
        """Whether each row belongs to one person."""
        return bool(self.owner or self.through)


def use(
    purpose: str,
    kept: Kept,
    *,
    owner: str = "",
    through: tuple[str, str] | None = None,
    mentions: str = "",
    free_text: str = "",
    is_shared: bool = False,
    **columns: str,
) -> TableUse:
    """A table's use; ``columns`` are names of columns by class: ``personal="name sub"``. ``is_shared``: its
    rows are of no one centre.
    """
    classes = {name: DataClass(kind) for kind, names in columns.items() for name in names.split()}
    named = {"" if is_shared else "centre_id", owner, *(through or ())[1:], *mentions.split()} - {""}
    return TableUse(
        purpose=purpose,
        kept=kept,
        owner=owner,
        through=through,
        mentions=frozenset(mentions.split()),
        free_text=frozenset(free_text.split()),
        classes=dict.fromkeys(named, DataClass.INTERNAL) | classes,
    )
