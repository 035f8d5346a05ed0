"""From what a course has to export to the pages that show it."""

from __future__ import annotations

from flask import url_for

from lti_tool.domain.export import COLUMNS, NAMED, Form, What
from lti_tool.services.exports import Offer
from lti_tool.services.launches import Visit
from lti_tool.web.export_words import header, meaning, what_in_words
from lti_tool.web.i18n import _
from lti_tool.web.present_exports import ColumnLine, ColumnsPage, ColumnTable, ExportsPage, Option
from lti_tool.web.showing import frame_of


def exports_page(visit: Visit, offer: Offer) -> ExportsPage:
    """What may be exported, or why not."""
    handle = visit.launch.handle
    forms = {
        Form.CSV: _("CSV, pour tout tableur"),
        Form.XLSX: _("Excel (XLSX)"),
        Form.JSON: _("JSON, pour un programme"),
    }
    return ExportsPage(
        whats=tuple(
            Option(value=what.value, text=what_in_words(what), is_chosen=what is What.PEOPLE) for what in What
        ),
        forms=tuple(Option(value=form.value, text=text) for form, text in forms.items()),
        groups=tuple(Option(value=group, text=_("Groupe %(group)s", group=group)) for group in offer.groups),
        people=offer.people,
        sent=offer.sent,
        has_course=visit.link.context_id is not None,
        action=url_for("exports.export", handle=handle) if offer.may_export else "",
        columns_href=url_for("exports.columns", handle=handle),
        centre_href=url_for("exports.centre", handle=handle),
        course=visit.course,
        frame=frame_of(visit),
    )


def columns_page(visit: Visit) -> ColumnsPage:
    """What each column tells."""
    return ColumnsPage(
        tables=tuple(
            ColumnTable(
                id=what.value,
                title=what_in_words(what),
                lines=tuple(
                    ColumnLine(header=header(code), code=code, meaning=meaning(code), is_named=code in NAMED)
                    for code in codes
                ),
            )
            for what, codes in COLUMNS.items()
        ),
        back_href=url_for("exports.overview", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def file_word(what: What) -> str:
    """What a file is called after, beside the course and the day."""
    words = {
        What.PEOPLE: _("personnes"),
        What.AREAS: _("niveaux"),
        What.COMPETENCES: _("compétences"),
        What.ACTIONS: _("besoins et prêts"),
        What.GRADES: _("notes"),
        What.STATEMENTS: "xapi",
    }
    return words[what]
