"""From the log of who looked to what the learner's page prints."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from lti_tool.domain.record_view import SHOWN_AT_MOST, Looked, RecordView
from lti_tool.services.launches import Visit
from lti_tool.web import present_views
from lti_tool.web.i18n import _, counted, day_in_words
from lti_tool.web.showing import frame_of


def views_page(visit: Visit, views: Sequence[RecordView]) -> present_views.ViewsPage:
    """Who looked at the visitor's own record."""
    return present_views.ViewsPage(
        lines=tuple(_line(view) for view in views),
        at_most=SHOWN_AT_MOST if len(views) >= SHOWN_AT_MOST else 0,
        trainer_name=visit.trainer_name,
        back_href=url_for("learner.entrance", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def _line(view: RecordView) -> str:
    name, day, times = view.name or _("Une personne de l'équipe"), day_in_words(view.last_at), view.times
    match view.what:
        case Looked.RECORD:
            return counted(
                "%(name)s a ouvert votre dossier le %(day)s.",
                "%(name)s a ouvert votre dossier %(num)s fois le %(day)s.",
                times,
                name=name,
                day=day,
            )
        case Looked.DOCUMENT:
            return counted(
                "%(name)s a ouvert un document sur vous le %(day)s.",
                "%(name)s a ouvert un document sur vous %(num)s fois le %(day)s.",
                times,
                name=name,
                day=day,
            )
        case Looked.EXPORT:
            return counted(
                "%(name)s a copié vos résultats dans un fichier le %(day)s.",
                "%(name)s a copié vos résultats dans un fichier %(num)s fois le %(day)s.",
                times,
                name=name,
                day=day,
            )
        case Looked.TOGETHER:
            return counted(
                "%(name)s a ouvert votre activité sur son écran le %(day)s.",
                "%(name)s a ouvert votre activité sur son écran %(num)s fois le %(day)s.",
                times,
                name=name,
                day=day,
            )
