"""How people want their pages, one row of each person who wants them otherwise than usual."""

from __future__ import annotations

from typing import cast

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, Table, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.comfort import USUAL, Comfort, Contrast, Size, Spacing
from lti_tool.store.schema import Base, OwnId, upsert

_KEYS = ("centre_id", "person_id")
_CHOICES = ("size", "spacing", "contrast", "is_one_handed", "has_sound", "second_language")


class ComfortRow(Base):
    """One person."""

    __tablename__ = "comfort"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        CheckConstraint("size IN ('normal', 'large', 'largest')", name="known_size"),
        CheckConstraint("spacing IN ('normal', 'wide')", name="known_spacing"),
        CheckConstraint("contrast IN ('device', 'light', 'dark', 'strong')", name="known_contrast"),
        CheckConstraint("second_language IN ('', 'fr', 'nl', 'de', 'en')", name="known_second_language"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    size: Mapped[str] = mapped_column(String(16))
    spacing: Mapped[str] = mapped_column(String(16))
    contrast: Mapped[str] = mapped_column(String(16))
    is_one_handed: Mapped[bool]
    has_sound: Mapped[bool]
    second_language: Mapped[str] = mapped_column(String(8), server_default="")


def comfort_in(row: ComfortRow | None) -> Comfort:
    """What a row says; without one, everything is as usual."""
    if row is None:
        return USUAL
    return Comfort(
        size=Size(row.size),
        spacing=Spacing(row.spacing),
        contrast=Contrast(row.contrast),
        is_one_handed=row.is_one_handed,
        has_sound=row.has_sound,
        second_language=row.second_language,
    )


class Comforts:
    """Queries over what people chose."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, centre_id: str, person_id: str) -> Comfort:
        """What one person chose."""
        return comfort_in(self._session.get(ComfortRow, (centre_id, person_id)))

    def keep(self, centre_id: str, person_id: str, comfort: Comfort) -> None:
        """Store it in place of what was there; no row stays where everything is as usual."""
        if comfort == USUAL:
            row = ComfortRow
            mine = (row.centre_id == centre_id, row.person_id == person_id)
            self._session.execute(delete(row).where(*mine))
            return
        values = {
            "centre_id": centre_id,
            "person_id": person_id,
            "size": comfort.size.value,
            "spacing": comfort.spacing.value,
            "contrast": comfort.contrast.value,
            "is_one_handed": comfort.is_one_handed,
            "has_sound": comfort.has_sound,
            "second_language": comfort.second_language,
        }
        upsert(self._session, cast(Table, ComfortRow.__table__), values, keys=_KEYS, update=_CHOICES)
