"""Documents on paper: the trainer's list, talk sheets, attestations as page and as PDF, badges, the check."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.attestation import Attestation
from lti_tool.domain.documents import Paper
from lti_tool.domain.errors import NotFound
from lti_tool.domain.record_view import Looked
from lti_tool.services.cohorts import Record
from lti_tool.web.badge_words import words_of
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _
from lti_tool.web.limits import limits
from lti_tool.web.paging import page_asked
from lti_tool.web.present_documents import AttestationPaper, Notice
from lti_tool.web.present_frame import LogoShown
from lti_tool.web.showing_attestation import attestation_page, check_href, sheet_of
from lti_tool.web.showing_documents import check_page, documents_page, talk_page
from lti_tool.web.showing_eligibility import eligibility_page
from lti_tool.web.state import services, visit

NOTICES: dict[str, Notice] = {"issued": "issued", "withdrawn": "withdrawn", "no-pdf": "no-pdf"}
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses of documents."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("documents", "overview", overview, "GET"),
        ("documents/talks", "talks", talks, "GET"),
        ("documents/<person>/talk", "talk", talk, "GET"),
        ("documents/<person>/basics", "eligibility", eligibility, "GET"),
        ("documents/<person>/attestation", "attestation", attestation, "GET"),
        ("documents/<person>/attestation", "issue", issue, "POST"),
        ("documents/<person>/attestation/withdraw", "withdraw", withdraw, "POST"),
        ("documents/<person>/attestation.pdf", "pdf", pdf, "GET"),
        ("documents/<person>/badge", "badge", badge, "POST"),
        ("attestation", "own", own, "GET"),
        ("attestation", "own_issue", own_issue, "POST"),
        ("attestation.pdf", "own_pdf", own_pdf, "GET"),
        ("attestation/badge", "own_badge", own_badge, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"documents.{name}", view, methods=[method])
    app.add_url_rule("/check/<code>", "documents.check", check)


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """Who sent a result, and their documents."""
    senders = services().workspace.papers.documents.senders(
        visit(), page=page_asked(request.args.get("page", ""))
    )
    return make_response(render_template("documents/overview.html", page=documents_page(visit(), senders)))


@policy(Policy.TRAINER)
def talks(handle: str) -> Response:
    """The talk sheets of one page of those people, to print at once."""
    number = page_asked(request.args.get("page", ""))
    found = services().workspace.papers.documents.talks(visit(), page=number)
    page = talk_page(visit(), found, back_href=_at("documents.overview", page=str(number)))
    return make_response(render_template("documents/talk.html", page=page))


@policy(Policy.TRAINER)
def talk(handle: str, person: str) -> Response:
    """The talk sheet of one person; before they sent a result the list says so."""
    found = services().workspace.papers.documents.talk(visit(), _record(person))
    if found is None:
        return _to("documents.overview")
    page = talk_page(visit(), (found,), back_href=_at("documents.overview"))
    return make_response(render_template("documents/talk.html", page=page))


@policy(Policy.TRAINER)
def eligibility(handle: str, person: str) -> Response:
    """What one person does not master of the basic programme; before they sent a result the list says so."""
    record = _record(person)
    found = services().workspace.eligibility.of_person(visit(), record)
    if found is None:
        return _to("documents.overview")
    page = eligibility_page(visit(), record, found)
    return make_response(render_template("documents/eligibility.html", page=page))


@policy(Policy.TRAINER)
def attestation(handle: str, person: str) -> Response:
    """The attestation of one person, or what it would state."""
    record = _record(person)
    paper = services().workspace.papers.documents.paper(visit(), record)
    if paper is None:
        return _to("documents.overview")
    page = attestation_page(visit(), paper, name=record.member.own_name, person=person, notice=_notice())
    return make_response(render_template("documents/attestation.html", page=page))


@policy(Policy.TRAINER)
def issue(handle: str, person: str) -> Response:
    """Issue it; trainers only, not their assistants."""
    is_issued = services().workspace.papers.documents.issue(visit(), _record(person)) is not None
    return _to("documents.attestation", person=person, **_said(is_issued))


@policy(Policy.TRAINER)
def withdraw(handle: str, person: str) -> Response:
    """Take it back; trainers only, not their assistants."""
    services().workspace.papers.documents.withdraw(visit(), _record(person))
    return _to("documents.attestation", person=person, notice="withdrawn")


@policy(Policy.TRAINER)
def pdf(handle: str, person: str) -> Response:
    """The same as a PDF, where this server makes one."""
    record = _record(person)
    paper = services().workspace.papers.documents.paper(visit(), record)
    if paper is None or not paper.is_issued:
        return _to("documents.attestation", person=person)
    return _pdf(paper, record.member.own_name) or _to("documents.attestation", person=person, notice="no-pdf")


@policy(Policy.TRAINER)
def badge(handle: str, person: str) -> Response:
    """The badge of one area as a file; trainers only, not their assistants."""
    return _badge(services().workspace.papers.documents.paper(visit(), _record(person)))


@policy(Policy.LEARNER)
def own(handle: str) -> Response:
    """The learner's own attestation; before they sent a result, the page that leads there."""
    paper = services().workspace.papers.documents.own_paper(visit())
    if paper is None:
        return _to("learner.entrance")
    page = attestation_page(visit(), paper, name=visit().own_name, notice=_notice())
    return make_response(render_template("documents/attestation.html", page=page))


@policy(Policy.LEARNER)
def own_issue(handle: str) -> Response:
    """Issue it to the learner, unless a trainer took it back."""
    is_issued = services().workspace.papers.documents.issue_own(visit()) is not None
    return _to("documents.own", **_said(is_issued))


@policy(Policy.LEARNER)
def own_pdf(handle: str) -> Response:
    """The same as a PDF."""
    paper = services().workspace.papers.documents.own_paper(visit())
    if paper is None or not paper.is_issued:
        return _to("documents.own")
    return _pdf(paper, visit().own_name) or _to("documents.own", notice="no-pdf")


@policy(Policy.LEARNER)
def own_badge(handle: str) -> Response:
    """The badge of one area as a file."""
    return _badge(services().workspace.papers.documents.own_paper(visit()))


@policy(Policy.PUBLIC)
def check(code: str) -> Response:
    """Whether an attestation is authentic. It tells nothing about the person."""
    checked = services().workspace.papers.documents.check(code)
    response = make_response(
        render_template("documents/check.html", page=check_page(checked)), 200 if checked else 404
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _record(person: str) -> Record:
    return services().cohorts.record(visit(), person, what=Looked.DOCUMENT)


def _pdf(paper: Paper, name: str) -> Response | None:
    """The sheet as a PDF; ``None`` where this server makes none.

    Raises:
        NotFound: the centre has no name of its own, and prints nothing.
        TooManyRequests: the visitor asked for many within the minute; making one takes a second.
    """
    limits().papers.take(visit().launch.person_id, services().clock())
    sheet = sheet_of(visit(), paper, name=name)
    if not sheet.centre:
        raise NotFound(reason="centre-without-name")
    carried = replace(sheet, logo=_carried(sheet.logo))
    shown = AttestationPaper(sheet=carried, title=_("Attestation de positionnement numérique"))
    made = services().workspace.papers.press.pdf(
        render_template("documents/attestation_pdf.html", page=shown)
    )
    return None if made is None else _file(made, "application/pdf", "attestation.pdf")


def _carried(logo: LogoShown | None) -> LogoShown | None:
    """The logo with its bytes in its address: what makes the PDF fetches nothing."""
    known = visit().launch.logo
    if logo is None or known is None:
        return None
    content = services().logos.content(visit().launch.centre_id, known.id)
    return replace(logo, href=f"data:image/png;base64,{b64encode(content).decode()}")


def _badge(paper: Paper | None) -> Response:
    """A badge as a file.

    Raises:
        NotFound: no attestation stands, or that area has no level in it.
    """
    area = request.form.get("area", "")
    found: Attestation | None = paper.attestation if paper is not None and paper.is_issued else None
    stated = found.statement.of_area(area) if found is not None else None
    if paper is None or found is None or stated is None:
        raise NotFound(reason="no-such-badge")
    token = services().workspace.papers.badges.make(
        visit(),
        found,
        area,
        words_of(area, stated.level, found.statement),
        check_href=check_href(paper.code),
    )
    return _file(token.encode(), "application/jwt", f"badge-digcomp-{area}.jwt")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _said(is_issued: bool) -> dict[str, str]:
    """The page of the attestation says by itself why there is none, and leads on where there is no result."""
    return {"notice": "issued"} if is_issued else {}


def _notice() -> Notice:
    return NOTICES.get(request.args.get("notice", ""), "")


def _at(endpoint: str, **values: str) -> str:
    return url_for(endpoint, **{"handle": visit().launch.handle, **values})  # type: ignore[arg-type]


def _to(endpoint: str, **values: str) -> Response:
    return cast(Response, redirect(_at(endpoint, **values), 303))
