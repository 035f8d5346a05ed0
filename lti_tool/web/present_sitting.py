"""What the pages of a gathering, of work side by side and of shared computers receive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from markupsafe import Markup

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_cohort import GroupChoice, Pages

SeatState = Literal["not-opened", "not-started", "started", "declined", "finished"]
LeafletFault = Literal["odd-day", "odd-time", "too-long"]
Notice = Literal["", "ended", "nothing-open", "later", "left", "sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The bar on every page that shows a learner's activity on the screen of whoever helps."""

    name: str
    leave_action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr:
    """A drawing and the address that it holds, to be read by people."""

    drawing: Markup
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One person. ``at`` is their last move, ``called_at`` since when they wait for help, ``kiosk_until``
    until when at most a shared computer is open for them; each empty otherwise. ``is_sent`` is for what is
    finished, ``is_keyed`` where a sheet of paper was typed in already. An address is empty where the reader
    may not, or where it means nothing.
    """

    name: str
    groups: tuple[str, ...] = ()
    state: SeatState = "not-opened"
    step: int = 0
    steps: int = 0
    at: str = ""
    called_at: str = ""
    kiosk_until: str = ""
    is_sent: bool = False
    is_keyed: bool = False
    record_href: str = ""
    together_href: str = ""
    paper_href: str = ""
    code_action: str = ""
    end_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingPage:
    """``sitting/overview.html``: who is where. ``calls`` counts those who wait for help.

    ``slips_action`` prints a code for each of ``people_ids``; empty for assistants.
    ``paper_href`` leads to the form on paper, empty where there is none; ``leaflet_href`` to the printed
    invitation, ``tools_href`` to the check of the tools of the day, empty for whoever reads no results.
    """

    title: str
    course: str = ""
    at: str = ""
    has_course: bool = True
    is_diagnostic: bool = True
    notice: Notice = ""
    seats: tuple[SeatLine, ...] = ()
    calls: int = 0
    groups: tuple[GroupChoice, ...] = ()
    group: str = ""
    page: int = 1
    pages: Pages | None = None
    refresh_href: str = ""
    watch_href: str = ""
    is_watched: bool = False
    seconds: int = 0
    wall_href: str = ""
    paper_href: str = ""
    leaflet_href: str = ""
    tools_href: str = ""
    kiosk_href: str = ""
    slips_action: str = ""
    qr: Qr | None = None
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPage:
    """``sitting/wall.html``: how to come in, to be shown on a wall. Nobody's name is on it but the trainer's.

    ``given`` is the address that was typed, ``is_odd`` when it is none that can be shown.
    """

    title: str
    trainer_name: str = ""
    phone: str = ""
    phone_href: str = ""
    qr: Qr | None = None
    kiosk: Qr | None = None
    given: str = ""
    is_odd: bool = False
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPage:
    """``sitting/leaflet.html``: one sheet to print, and the form for it. What is empty is a blank line.

    ``given`` is what was typed, ``faults`` what is odd about it, both by field. ``day`` and ``time`` are in
    words.
    """

    course: str
    given: Mapping[str, str]
    faults: Mapping[str, LeafletFault] = field(default_factory=lambda: MappingProxyType({}))
    place: str = ""
    day: str = ""
    time: str = ""
    bring: str = ""
    phone: str = ""
    phone_href: str = ""
    trainer_name: str = ""
    qr: Qr | None = None
    action: str = ""
    settings_href: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One code, as ``ABCD-EFGH``, whose it is, and until when it is good."""

    name: str
    code: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesPage:
    """``sitting/codes.html``: codes that are shown this once: one large, or several as slips to cut out."""

    title: str
    slips: tuple[Slip, ...]
    kiosk: Qr
    is_printed: bool = False
    again_action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreePage:
    """``sitting/agree.html``: before anything is shown, the person beside agrees."""

    name: str
    title: str
    state: Literal["new", "resume", "finished"] = "new"
    is_incomplete: bool = False
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedPage:
    """``sitting/finished.html``: the tasks are done. What is sent is the person's own decision.

    ``can_do`` completes "Vous savez …"; it is empty where the result may not stand on this screen.
    ``sent_at`` is empty until the person sent it; ``may_send`` is untrue of what they finished elsewhere.
    ``accompanied`` of ``tasks`` ended side by side.
    """

    name: str
    trainer_name: str = ""
    can_do: tuple[str, ...] = ()
    next_step: str = ""
    tasks: int = 0
    accompanied: int = 0
    sends_levels: bool = False
    may_send: bool = True
    sent_at: str = ""
    action: str = ""
    leave_action: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskPage:
    """``kiosk/enter.html``: one field. ``given`` is what was typed when it was not good."""

    action: str
    is_wrong: bool = False
    given: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class StillPage:
    """``kiosk/still.html``: is somebody there? ``kiosk/goodbye.html`` when nobody was."""

    href: str
    seconds: int = 0
    frame: Frame = NO_FRAME
