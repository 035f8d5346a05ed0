"""What the pages of documents receive: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_cohort import OFFICIAL_NAMES_CREDIT, Pages
from lti_tool.web.present_frame import LogoShown
from lti_tool.web.present_papers import PersonDocuments
from lti_tool.web.present_result import NamedLevel, Official

Notice = Literal["", "issued", "withdrawn", "no-pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage:
    """``documents/overview.html``: who sent a result, by name. ``talks_href`` prints their talk sheets,
    ``practice_href`` leads to the team's own review where the platform names a course.
    """

    people: tuple[PersonDocuments, ...]
    pages: Pages | None = None
    talks_href: str = ""
    practice_href: str = ""
    title: str = ""
    course: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkSheet:
    """One sheet for a talk of ten minutes: no level and no number. ``can_do`` are whole sentences and never
    empty, ``next_steps`` complete "Apprendre à …", ``questions`` are three.
    """

    name: str
    day: str
    can_do: tuple[str, ...]
    next_steps: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """``documents/talk.html``: one sheet, or those of a page of the group."""

    sheets: tuple[TalkSheet, ...]
    course: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedArea:
    """One area: ``name`` in plain words, ``official`` as the framework names it. ``range`` is empty where the
    level is the whole range; ``evidence`` are whole sentences.
    """

    id: str
    name: str
    official: Official | None
    level: int
    four: NamedLevel
    six: str
    range: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationSheet:
    """What is printed. An empty ``name`` leaves a line to fill in by hand; ``code`` is empty before the
    attestation is issued, and ``qr`` is its drawing. ``gestures`` are whole sentences on the first gestures.
    An empty ``centre`` has no name of its own yet. ``logo`` is the centre's, if it has one.
    """

    name: str
    centre: str
    course: str
    taken: str
    mode: str
    tasks: str
    areas: tuple[AttestedArea, ...]
    gestures: tuple[str, ...] = ()
    credit: str = OFFICIAL_NAMES_CREDIT
    issued: str = ""
    fingerprint: str = ""
    code: str = ""
    check_href: str = ""
    qr: str = ""
    is_on_paper: bool = False
    logo: LogoShown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeOffer:
    """One area of which a badge can be made."""

    area: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationPage:
    """``documents/attestation.html``: the sheet and what can be done with it. An action or address that is
    not for the reader, or not yet, is empty. While the centre has no name, nothing may be printed.
    """

    sheet: AttestationSheet
    is_own: bool = False
    is_withdrawn: bool = False
    may_print: bool = False
    notice: Notice = ""
    issue_action: str = ""
    withdraw_action: str = ""
    pdf_href: str = ""
    badge_action: str = ""
    badges: tuple[BadgeOffer, ...] = ()
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationPaper:
    """``documents/attestation_pdf.html``: the sheet alone, as a document of its own."""

    sheet: AttestationSheet
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """``documents/check.html``: what anybody reads who types the code of an attestation."""

    state: Literal["authentic", "withdrawn", "unknown"]
    centre: str = ""
    issued: str = ""
    withdrawn: str = ""
    fingerprint: str = ""
    frame: Frame = NO_FRAME
