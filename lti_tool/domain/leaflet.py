"""A printed invitation for people without internet: what a trainer types for it. Nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from lti_tool.domain.checks import tidied
from lti_tool.domain.outside import day_in

PLACE_LENGTH, BRING_LENGTH = 160, 200
Fault = Literal["odd-day", "odd-time", "too-long"]
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:hH.]([0-5][0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """What stands on the sheet; what nobody typed is left to be written by hand."""

    place: str = ""
    day: date | None = None
    at: time | None = None
    bring: str = ""


def leaflet_of(typed: Mapping[str, str]) -> tuple[Leaflet, Mapping[str, Fault]]:
    """The sheet from what was typed by field: place, day (see ``day_in``), time ("14:00", "14h"), bring.
    What is odd is told by field and left out of the sheet.
    """
    faults: dict[str, Fault] = {}
    place, bring = (tidied(typed.get(name, "")) for name in ("place", "bring"))
    if len(place) > PLACE_LENGTH:
        faults["place"], place = "too-long", ""
    if len(bring) > BRING_LENGTH:
        faults["bring"], bring = "too-long", ""
    day, at = day_in(typed.get("day", "")), _time(typed.get("time", "").strip())
    if day is None and typed.get("day", "").strip():
        faults["day"] = "odd-day"
    if at is None and typed.get("time", "").strip():
        faults["time"] = "odd-time"
    return Leaflet(place=place, day=day, at=at, bring=bring), faults


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text) if text.isascii() else None
    return time(int(found[1]), int(found[2] or 0)) if found else None
