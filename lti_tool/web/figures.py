"""The figures of a centre for whoever administers it: ready for a funder, and nobody can be recognised."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request

from lti_tool.domain.export import csv_line, file_name
from lti_tool.services.figures import Counted
from lti_tool.services.wording import local_day
from lti_tool.web.export_files import BYTE_ORDER_MARK, CSV_TYPE
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _
from lti_tool.web.showing_figures import administration_page, figure_rows
from lti_tool.web.state import administration, services


def register(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/admin/figures", "figures.centre", centre, methods=["GET"])
    app.add_url_rule("/admin/figures.csv", "figures.table", table, methods=["GET"])


@policy(Policy.ADMINISTRATOR)
def centre() -> Response:
    """The figures, to read or to print."""
    page = administration_page(administration(), _counted())
    return make_response(render_template("exports/centre.html", page=page))


@policy(Policy.ADMINISTRATOR)
def table() -> Response:
    """The same for a spreadsheet. Nobody is in them, so that nothing is written down."""
    return table_of(_counted())


def table_of(counted: Counted, course: str = "") -> Response:
    """Figures as a CSV file: topic, line, column, value. Without a ``course`` they are the whole centre's."""
    heads = (_("Tableau"), _("Ligne"), _("Colonne"), _("Valeur"))
    lines = [BYTE_ORDER_MARK, csv_line(heads), *(csv_line(row) for row in figure_rows(counted))]
    response = Response("".join(lines), content_type=CSV_TYPE)
    name = file_name((_("chiffres"), course or _("centre")), local_day(services().clock()), "csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _counted() -> Counted:
    return services().workspace.figures.of_administration(
        administration(), period=request.args.get("period", "")
    )
