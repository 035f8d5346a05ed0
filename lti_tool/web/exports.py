"""« Exporter »: a course as a file, what its columns mean, and the figures of the centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Flask, Response, make_response, render_template, request, stream_with_context

from lti_tool.domain.export import Form, What, columns_of, file_name, ordered
from lti_tool.domain.statements import Place, statements_of
from lti_tool.services.exports import Export
from lti_tool.services.wording import local_day
from lti_tool.web import export_files
from lti_tool.web.figures import table_of
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _, language
from lti_tool.web.limits import limits
from lti_tool.web.showing_exports import columns_page, exports_page, file_word
from lti_tool.web.showing_figures import WHOLE, course_page
from lti_tool.web.state import config, services, visit

KINDS = {
    Form.CSV: export_files.CSV_TYPE,
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON: "application/json",
}
_LETTERS_AT_MOST = 255
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses of exports and figures."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("exports", "overview", overview, "GET"),
        ("exports", "export", export, "POST"),
        ("exports/columns", "columns", columns, "GET"),
        ("exports/centre", "centre", centre, "GET"),
        ("exports/centre.csv", "centre_table", centre_table, "GET"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"exports.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """What can be exported."""
    page = exports_page(visit(), services().workspace.exports.offer(visit()))
    return make_response(render_template("exports/overview.html", page=page))


@policy(Policy.TRAINER)
def export(handle: str) -> Response:
    """The file itself, written down before it leaves; trainers only, not their assistants.

    Raises:
        MalformedRequest: no form offers this.
        TooManyRequests: this trainer took ten files within the hour.
    """
    limits().exports.take(visit().launch.person_id, services().clock())
    asked = request.form
    order = ordered(
        asked.get("what", ""),
        asked.get("form", Form.CSV),
        asked.get("group", "")[:_LETTERS_AT_MOST],
        is_named=asked.get("names") == "1",
        groups=services().workspace.exports.offer(visit()).groups,
    )
    begun = services().workspace.exports.begin(visit(), order)
    name = file_name((file_word(order.what), visit().course), local_day(begun.at), order.form)
    return _file(_content(begun), KINDS[order.form], name)


@policy(Policy.TRAINER)
def columns(handle: str) -> Response:
    """What each column tells."""
    return make_response(render_template("exports/columns.html", page=columns_page(visit())))


@policy(Policy.TRAINER)
def centre(handle: str) -> Response:
    """The figures, to read or to print."""
    counted = services().workspace.figures.of_visit(visit(), period=_period(), is_whole=_is_whole())
    return make_response(render_template("exports/centre.html", page=course_page(visit(), counted)))


@policy(Policy.TRAINER)
def centre_table(handle: str) -> Response:
    """The same figures for a spreadsheet. Nobody is in them, so that nothing is written down."""
    counted = services().workspace.figures.of_visit(visit(), period=_period(), is_whole=_is_whole())
    return table_of(counted, "" if _is_whole() else visit().course)


def _content(begun: Export) -> Iterator[bytes]:
    order, names, rows = (
        begun.order,
        columns_of(begun.order),
        services().workspace.exports.rows(visit(), begun),
    )
    if order.what is What.STATEMENTS:
        place = _place(begun)
        people = services().workspace.exports.people(visit(), begun)
        return export_files.as_statements(
            one for whole in people for one in statements_of(whole, place, named=order.is_named)
        )
    match order.form:
        case Form.CSV:
            return export_files.as_csv(names, rows)
        case Form.XLSX:
            return export_files.as_workbook(names, rows)
        case Form.JSON:
            return export_files.as_json_file(order, names, rows, begun.at.isoformat(timespec="seconds"))


def _place(begun: Export) -> Place:
    return Place(
        base_url=config().origin,
        home_page=begun.home_page,
        language=language(),
        areas={area: _(name) for area, name in services().area_names.items()},
        titles={slug: _(one.title) for slug, one in services().activities.items()},
    )


def _file(content: Iterator[bytes], kind: str, name: str) -> Response:
    response = Response(stream_with_context(content), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _period() -> str:
    return request.args.get("period", "")[:_LETTERS_AT_MOST]


def _is_whole() -> bool:
    return request.args.get("where", "") == WHOLE
