"""What the administration's pages receive: ready values, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_frame import LogoShown

Notice = Literal["", "approved", "saved", "tried", "ended", "disabled", "enabled"]
NOTICES: tuple[Notice, ...] = ("approved", "saved", "tried", "ended", "disabled", "enabled")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPage:
    """``admin/enter.html``: one button, so that a program that only opens links uses none up."""

    link: str
    action: str
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftPage:
    """``admin/left.html``: the session is over."""

    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedPage:
    """``admin/failed.html``: what happened, what is kept, what to do, and the technical word."""

    happened: str
    kept: str
    next_step: str
    code: str
    reason: str
    reference: str
    home_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRow:
    """One platform in the list. Moments are empty when nothing happened yet."""

    name: str
    address: str
    href: str
    is_enabled: bool = True
    is_complete: bool = False
    last_launch: str = ""
    last_grade: str = ""
    waiting: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePage:
    """``admin/centre.html``: the centre, its platforms, and the form for one more.

    ``given`` is the name that was typed; ``is_odd`` tells that it cannot be one. ``assistants_see`` is what
    assistants see of a group, ``video_rooms`` where the buttons of video meetings are, ``grade_rule`` which
    level of an area is sent, ``accent`` the colour of the pages, ``logo`` its logo,
    ``logo_fault`` why a file can be none, ``sharing`` when trainers read a result,
    ``months`` how long people are kept, of ``months_offered``; when ``people_concerned`` would be forgotten
    the same night, it asks before ``months_asked`` is set. ``is_saved`` tells that one of these was just set.
    ``cards_href`` leads to the library, ``charters_href`` to the texts to agree to,
    ``figures_href`` to the figures, ``requests_href`` to what people asked about their data.
    ``given_name`` is how the centre is called, or was typed; ``is_odd_name`` tells that it is no name.
    """

    centre: str
    platforms: tuple[PlatformRow, ...]
    action: str
    audit_href: str
    assistants_action: str
    rooms_action: str
    assistants_see: Literal["results", "progress"] = "results"
    video_rooms: Literal["neutral", "top", "bottom", "round"] = "neutral"
    rule_action: str = ""
    grade_rule: Literal["measured", "observed"] = "measured"
    accent_action: str = ""
    accent: Literal["blue", "teal", "green", "violet", "plum", "brick"] = "blue"
    logo: LogoShown | None = None
    logo_action: str = ""
    logo_remove_action: str = ""
    logo_fault: str = ""
    sharing_action: str = ""
    sharing: Literal["sent", "end"] = "sent"
    months_action: str = ""
    months: int = 36
    months_offered: tuple[int, ...] = ()
    home_href: str = ""
    months_asked: int = 0
    people_concerned: int = 0
    cards_href: str = ""
    charters_href: str = ""
    figures_href: str = ""
    requests_href: str = ""
    is_saved: bool = False
    given: str = ""
    is_odd: bool = False
    name_action: str = ""
    is_named: bool = True
    given_name: str = ""
    is_odd_name: bool = False
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedPage:
    """``admin/invited.html``: the address of an invitation, on this page and never again.

    ``manual_href`` is for a platform that cannot connect by an address.
    """

    name: str
    address: str
    manual_href: str
    home_href: str
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One line of the checklist. ``mend`` is one sentence, empty when all is well."""

    label: str
    state: Literal["done", "open", "trouble"]
    at: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A deployment that waits for a yes."""

    deployment_id: str
    is_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformPage:
    """``admin/platform.html``: everything about one platform.

    ``parents`` and ``hosts`` are the texts of the two fields, one address per line; the two flags tell that
    one cannot be used, and ``is_odd_deployment`` that a typed deployment cannot be one, then in
    ``given_deployment``. ``try_action`` is empty until the platform named its grade service.
    """

    name: str
    address: str
    client_id: str
    is_enabled: bool
    lines: tuple[CheckLine, ...]
    deployments: tuple[str, ...]
    asked: tuple[AskedLine, ...]
    deploy_action: str
    addresses_action: str
    sessions_action: str
    switch_href: str
    watch_href: str
    audit_href: str
    home_href: str
    try_action: str = ""
    parents: str = ""
    hosts: str = ""
    is_odd_parents: bool = False
    is_odd_hosts: bool = False
    is_odd_deployment: bool = False
    given_deployment: str = ""
    waiting: int = 0
    refused: int = 0
    notice: Notice = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistPage:
    """``admin/checklist.html``: the checklist alone, which comes again by itself while ``is_watched``."""

    name: str
    lines: tuple[CheckLine, ...]
    seconds: int
    is_watched: bool
    is_complete: bool
    watch_href: str
    stop_href: str
    back_href: str
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPage:
    """``admin/switch.html``: what disabling or enabling means, and the button that does it."""

    name: str
    is_enabled: bool
    action: str
    back_href: str
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One entry of the audit trail in words. ``detail`` may be empty."""

    at: str
    who: str
    what: str
    about: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """``admin/audit.html``: the last entries, newest first; of one platform when ``platform`` is its name."""

    centre: str
    lines: tuple[AuditLine, ...]
    at_most: int
    back_href: str
    platform: str = ""
    frame: Frame = NO_FRAME
