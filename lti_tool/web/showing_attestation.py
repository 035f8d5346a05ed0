"""From an attestation to what is printed, on the page and in the PDF."""

from __future__ import annotations

from flask import url_for

from lti_tool.domain.attestation import (
    FINGERPRINT_SHOWN,
    AreaStatement,
    Evidence,
    Statement,
    spoken_code,
)
from lti_tool.domain.documents import Paper
from lti_tool.domain.readings import reading_of
from lti_tool.domain.roles import Rights
from lti_tool.services.launches import Visit
from lti_tool.web.action_words import date_in_words
from lti_tool.web.badge_words import tasks_in_words
from lti_tool.web.i18n import _, can_do_in_words, day_in_words
from lti_tool.web.present_documents import (
    AttestationPage,
    AttestationSheet,
    AttestedArea,
    BadgeOffer,
    Notice,
)
from lti_tool.web.qr import qr_svg
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_result import official_of
from lti_tool.web.state import config, services


def attestation_page(
    visit: Visit, paper: Paper, *, name: str, person: str = "", notice: Notice = ""
) -> AttestationPage:
    """The sheet, and what may be done with it: by the trainer about ``person``, or by the learner alone."""
    handle = visit.launch.handle
    about = {"handle": handle, "person": person} if person else {"handle": handle}
    prefix = "documents." if person else "documents.own_"
    may_issue = visit.rights is Rights.TRAINER or (not person and not paper.is_withdrawn)
    may_withdraw = bool(person) and visit.rights is Rights.TRAINER
    is_issued, badges = paper.is_issued, _badges(paper)
    sheet = sheet_of(visit, paper, name=name)
    may_print = is_issued and bool(sheet.centre)
    may_have = may_print and visit.rights is not Rights.ASSISTANT
    return AttestationPage(
        sheet=sheet,
        is_own=not person,
        is_withdrawn=paper.is_withdrawn,
        notice=notice,
        issue_action=_at(f"{prefix}issue", about) if may_issue and not is_issued and sheet.centre else "",
        withdraw_action=_at("documents.withdraw", about) if may_withdraw and is_issued else "",
        may_print=may_print,
        pdf_href=_at(f"{prefix}pdf", about) if may_print else "",
        badge_action=_at(f"{prefix}badge", about) if may_have and badges else "",
        badges=badges if may_have else (),
        back_href=_at("documents.overview", {"handle": handle})
        if person
        else _at("learner.entrance", {"handle": handle}),
        frame=frame_of(visit),
    )


def sheet_of(visit: Visit, paper: Paper, *, name: str) -> AttestationSheet:
    """What is printed: what was stated on the day of issue, or what would be."""
    statement, issued = paper.statement, paper.attestation if paper.is_issued else None
    code = spoken_code(paper.code)
    href = check_href(paper.code)
    return AttestationSheet(
        name=name,
        centre=services().workspace.papers.documents.centre_name(visit),
        course=visit.course,
        taken=date_in_words(statement.paper_on) if statement.paper_on else day_in_words(statement.taken_at),
        is_on_paper=statement.paper_on is not None,
        mode=_mode(statement),
        tasks=tasks_in_words(statement),
        areas=tuple(_area(one) for one in statement.areas),
        gestures=tuple(_sentence(one) for one in statement.gestures),
        issued=day_in_words(issued.issued_at) if issued else "",
        fingerprint=issued.fingerprint[:FINGERPRINT_SHOWN].upper() if issued else "",
        code=code,
        check_href=href,
        qr=qr_svg(href) if href else "",
        logo=frame_of(visit).logo,
    )


def check_href(code: str) -> str:
    """The public address that checks a code; empty without one."""
    return f"{config().origin}{url_for('documents.check', code=spoken_code(code))}" if code else ""


def _badges(paper: Paper) -> tuple[BadgeOffer, ...]:
    return tuple(
        BadgeOffer(area=one.area, name=_(services().area_names[one.area]))
        for one in paper.statement.areas
        if one.level >= 1
    )


def _area(stated: AreaStatement) -> AttestedArea:
    reading = reading_of(stated.level)
    return AttestedArea(
        id=stated.area,
        name=_(services().area_names[stated.area]),
        official=official_of(stated.area),
        level=stated.level,
        four=reading.four.value,
        six=reading.six,
        range=_("entre %(low)s et %(high)s", low=stated.low, high=stated.high)
        if stated.low != stated.high
        else "",
        evidence=tuple(_sentence(one) for one in stated.evidence),
    )


def _sentence(one: Evidence) -> str:
    if one.is_alone:
        return _("Je sais %(can_do)s.", can_do=can_do_in_words(one.text))
    return _("Je sais %(can_do)s, avec de l'aide.", can_do=can_do_in_words(one.text))


def _mode(statement: Statement) -> str:
    words = {
        "standard": _("positionnement complet"),
        "express": _("positionnement court"),
        "midway": _("positionnement à mi-parcours"),
        "first-use": _("premiers gestes"),
    }
    return words.get(statement.mode, _("positionnement d'une partie des domaines"))


def _at(endpoint: str, values: dict[str, str]) -> str:
    return url_for(endpoint, **values)  # type: ignore[arg-type]  # names of the route
