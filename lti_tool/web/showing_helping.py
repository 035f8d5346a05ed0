"""From one-off helps to the page that shows them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from lti_tool.domain.one_off import OneOff, Topic
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.web.i18n import hour_in_words
from lti_tool.web.one_off_words import ICONS, topic_in_words
from lti_tool.web.present_helping import GivenHelp, HelpingPage, TopicButton
from lti_tool.web.showing import frame_of

SHOWN_AT_MOST = 10


def helping_page(visit: Visit, given: Sequence[OneOff], *, notice: str) -> HelpingPage:
    """The buttons, and what the visitor noted today."""
    handle = visit.launch.handle
    has_course = visit.link.context_id is not None
    return HelpingPage(
        topics=tuple(
            TopicButton(value=topic.value, text=topic_in_words(topic), icon=ICONS[topic]) for topic in Topic
        ),
        submission=new_id(),
        action=url_for("helping.note", handle=handle) if has_course else "",
        given=tuple(
            GivenHelp(
                text=topic_in_words(one.topic),
                at=hour_in_words(one.at),
                action=url_for("helping.withdraw", handle=handle, one_off=one.id),
            )
            for one in given[:SHOWN_AT_MOST]
        ),
        total=len(given),
        notice="noted" if notice == "noted" and given else "withdrawn" if notice == "withdrawn" else "",
        sittings_href=url_for("sittings.overview", handle=handle),
        desk_href=url_for("desk.ask", handle=handle),
        frame=frame_of(visit),
    )
