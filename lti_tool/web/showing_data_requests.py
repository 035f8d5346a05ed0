"""From people's requests about their data to what the administration's and the team's pages print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from lti_tool.domain.data_request import ANSWERED_WITHIN, Asking, Restricted
from lti_tool.services.launches import Visit
from lti_tool.web import present_data_requests as present
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.showing_admin import frame
from lti_tool.web.showing_own_data import asked_in_words
from lti_tool.web.state import services


def requests_page(
    found: Sequence[Asking], paused: Sequence[Restricted], now: datetime, *, notice: present.Notice = ""
) -> present.RequestsPage:
    """What was asked, the longest wait first, and whose data are only stored."""
    return present.RequestsPage(
        rows=tuple(_row(one, now) for one in found),
        paused=tuple(
            present.PausedRow(
                person_id=one.person_id,
                name=one.name or _without_name(one.person_id),
                platform=one.platform,
                since=day_in_words(one.since),
            )
            for one in paused
        ),
        resume_action=url_for("data_requests.resume"),
        home_href=url_for("admin.centre"),
        notice=notice,
        frame=frame(),
    )


def request_page(
    found: Asking, now: datetime, *, given: str = "", notice: present.Notice = ""
) -> present.RequestPage:
    """One request with its forms."""
    number = found.request.id
    return present.RequestPage(
        row=_row(found, now),
        action=url_for("data_requests.answer", asked=number),
        erase_action=url_for("data_requests.erase", asked=number),
        back_href=url_for("data_requests.overview"),
        pause="resume" if found.since else "restrict",
        given=given or found.request.answer,
        notice=notice,
        frame=frame(),
    )


def paused_names(visit: Visit) -> tuple[str, ...]:
    """Whose data are only stored in the course of this visit, for its team."""
    return tuple(
        one.name or _("Participant %(number)s", number=one.number)
        for one in services().data_rights.restricted_here(visit)
    )


def _row(found: Asking, now: datetime) -> present.RequestRow:
    asked = found.request
    return present.RequestRow(
        name=found.name or _without_name(found.person_id),
        platform=found.platform,
        what=asked_in_words(asked.asked),
        href=url_for("data_requests.one", asked=asked.id),
        at=day_in_words(asked.asked_at),
        due=day_in_words(asked.due_at),
        is_late=asked.answered_at is None and now - asked.asked_at > ANSWERED_WITHIN,
        answered=day_in_words(asked.answered_at) if asked.answered_at else "",
    )


def _without_name(person_id: str) -> str:
    return _("Personne sans nom, %(number)s", number=person_id[:6])
