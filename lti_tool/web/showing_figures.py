"""From figures to the pages and the table that show them: a trainer's, and an administrator's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import url_for
from flask_babel import format_decimal

from lti_tool.domain.backgrounds import TOLD_FROM, Group
from lti_tool.domain.checks import INTERESTS
from lti_tool.domain.export import Row
from lti_tool.domain.figures import CHANGE_FROM, HIDDEN_BELOW, Change, Count
from lti_tool.services.administrators import Administration
from lti_tool.services.figures import Counted
from lti_tool.services.launches import Visit
from lti_tool.web import showing_admin
from lti_tool.web.action_words import kind_in_words
from lti_tool.web.export_words import access_in_words, header, meaning, skills_in_words, stage_in_words
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.one_off_words import topic_in_words
from lti_tool.web.present_exports import CentrePage, Figure, FigureTable, Option
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

WHOLE = "centre"
_CHANGES = "changes"


def course_page(visit: Visit, counted: Counted) -> CentrePage:
    """The figures of a course, or of its centre, for a trainer."""
    handle = visit.launch.handle
    where = WHOLE if counted.is_whole else ""
    return CentrePage(
        tables=tuple(tables_of(counted)),
        periods=_periods(counted),
        places=(
            Option(value="", text=_("Ce cours"), is_chosen=not counted.is_whole),
            Option(value=WHOLE, text=_("Tout le centre"), is_chosen=counted.is_whole),
        ),
        period=period_in_words(counted.period.code),
        place=_("Tout le centre") if counted.is_whole else visit.course or _("Ce cours"),
        people=count_in_words(counted.people),
        others=_(
            "Les personnes des autres cours comptent dans un nombre quand elles y sont %(count)s au moins.",
            count=HIDDEN_BELOW,
        )
        if counted.is_whole
        else "",
        day=day_in_words(services().clock()),
        action=url_for("exports.centre", handle=handle),
        table_href=url_for("exports.centre_table", handle=handle, period=counted.period.code, where=where),
        back_href=url_for("exports.overview", handle=handle),
        back=_("Exporter"),
        frame=frame_of(visit),
    )


def administration_page(who: Administration, counted: Counted) -> CentrePage:
    """The figures of the whole centre, for whoever administers it."""
    return CentrePage(
        tables=tuple(tables_of(counted)),
        periods=_periods(counted),
        places=(),
        period=period_in_words(counted.period.code),
        place=who.centre_name or _("Tout le centre"),
        people=count_in_words(counted.people),
        day=day_in_words(services().clock()),
        action=url_for("figures.centre"),
        table_href=url_for("figures.table", period=counted.period.code),
        back_href=url_for("admin.centre"),
        back=_("Les plateformes du centre"),
        frame=showing_admin.frame(),
    )


def figure_rows(counted: Counted) -> Iterator[Row]:
    """The same figures for a spreadsheet: topic, line, column, value. A change is a number there."""
    for table in tables_of(counted):
        for line in table.lines:
            for place, (head, cell) in enumerate(zip(table.heads[1:], line.cells, strict=True)):
                if table.id != _CHANGES or not place:
                    yield table.title, line.text, head, cell
        if table.id == _CHANGES:
            yield from _change_rows(table, counted)


def tables_of(counted: Counted) -> Iterator[FigureTable]:
    """Every table, the needs first."""
    hidden = {count_in_words(None), _too_few(), _untold()}
    for table in _tables(counted):
        cells = {cell for line in table.lines for cell in line.cells}
        yield replace(table, is_hidden=cells <= hidden)


def _too_few() -> str:
    return _("trop peu de personnes")


def _tables(counted: Counted) -> Iterator[FigureTable]:
    people = _("Personnes")
    yield _needs(counted)
    yield _changes(counted.changes)
    yield FigureTable(
        id="skills",
        title=_("Compétences numériques, dans les mots du baromètre"),
        heads=(_("Catégorie"), _("Au début"), _("À la fin")),
        lines=tuple(
            Figure(text=skills_in_words(code), cells=(count_in_words(before), count_in_words(after)))
            for (code, before), (_code, after) in zip(counted.skills, counted.skills_after, strict=True)
        ),
        about=meaning("skills"),
    )
    yield FigureTable(
        id="wishes",
        title=_("Ce que nos apprenants veulent apprendre"),
        heads=(_("Souhait"), people),
        lines=_lines((_wish(code), count) for code, count in counted.wishes),
        about=_("Une personne peut choisir plusieurs souhaits."),
    )
    for name, groups in counted.who:
        yield _who(name, groups)
    for question, counts in counted.access:
        yield FigureTable(
            id=f"access-{question}",
            title=header(f"access_{question}"),
            heads=(_("Réponse"), people),
            lines=_lines((access_in_words(question, code), count) for code, count in counts),
        )
    yield FigureTable(
        id="one-off",
        title=_("Les aides ponctuelles"),
        heads=(_("Sujet"), _("Aides notées")),
        lines=_lines((topic_in_words(topic), count) for topic, count in counted.one_offs),
        about=_("On compte les aides, pas les personnes : elles n'ont pas donné leur nom."),
    )
    yield FigureTable(
        id="finished",
        title=_("Ce qui a été fini"),
        heads=(_("Activité"), people),
        lines=_lines(
            [
                *((_diagnostic(stage), count) for stage, count in counted.finished),
                *((_module(code), count) for code, count in counted.modules if count is not None),
            ]
        ),
        about=_("Un module fini par moins de 5 personnes n'est pas dans la liste."),
    )


def _who(name: str, groups: Iterable[Group]) -> FigureTable:
    question = services().backgrounds.check.question(name)
    choices = {one.id: _(one.text) for one in question.choices} if question else {}
    return FigureTable(
        id=f"who-{name}",
        title=_(question.text) if question else name,
        heads=(_("Réponse"), _("Personnes"), _("Dont : compétences faibles ou aucune, au début")),
        lines=tuple(
            Figure(text=choices.get(one.choice, one.choice), cells=(_told(one.people), _told(one.weak)))
            for one in groups
        ),
        about=_(
            "Ces réponses sont libres. Un nombre est dit à partir de %(count)s personnes. Il n'est pas dit"
            " quand il montre la réponse de presque tout le monde.",
            count=TOLD_FROM,
        ),
    )


def _told(count: Count) -> str:
    return _untold() if count is None else str(count)


def _untold() -> str:
    return _("pas dit")


def count_in_words(count: Count) -> str:
    """A number of people as it may be told."""
    return _("moins de 5") if count is None else str(count)


def period_in_words(code: str) -> str:
    """A period as the reader says it."""
    if not code:
        return _("Depuis le début")
    year, _dash, rest = code.partition("-")
    if rest.startswith("q"):
        return _("Trimestre %(quarter)s de %(year)s", quarter=rest[1:], year=year)
    return _("Année scolaire %(years)s", years=code) if rest else _("Année %(year)s", year=year)


def _periods(counted: Counted) -> tuple[Option, ...]:
    code = counted.period.code
    return (
        Option(value="", text=_("Depuis le début"), is_chosen=not code),
        *(Option(value=one, text=period_in_words(one), is_chosen=one == code) for one in counted.periods),
    )


def _needs(counted: Counted) -> FigureTable:
    return FigureTable(
        id="needs",
        title=_("Les besoins et ce qui existe"),
        heads=(
            _("Besoin"),
            _("Personnes qui l'ont dit"),
            _("Personnes pour qui c'est fait"),
            _("Appareils prêtés en ce moment, en personnes"),
            _("Fiches d'aide pour ce besoin"),
        ),
        lines=tuple(
            Figure(
                text=kind_in_words(one.need.value),
                cells=(
                    count_in_words(one.people),
                    count_in_words(one.done),
                    count_in_words(one.lent) if one.is_lent else _("sans objet"),
                    str(one.cards),
                ),
            )
            for one in counted.needs
        ),
        about=_("Une personne peut avoir plusieurs besoins."),
    )


def _changes(changes: Iterable[tuple[str, Change]]) -> FigureTable:
    return FigureTable(
        id=_CHANGES,
        title=_("Ce qui a changé entre le début et la fin"),
        heads=(
            _("Domaine"),
            _("Personnes mesurées deux fois"),
            _("Changement moyen, en niveaux"),
            _("Entre (95 fois sur 100)"),
        ),
        lines=tuple(
            Figure(text=_area(area), cells=(count_in_words(one.pairs), *_interval(one)))
            for area, one in changes
        ),
        about=_(
            "Le changement vrai de ce groupe est dans l'intervalle 95 fois sur 100. L'intervalle compte aussi"
            " l'erreur des deux mesures. Refaire un test aide un peu, et la mesure montre un peu moins que le"
            " vrai changement. Il faut %(count)s personnes au moins. Le changement est dit depuis le début ou"
            " par année scolaire. Quand une année a quelques personnes seulement, aucune année n'est dite."
            " En dehors du plus grand cours, les personnes comptent à partir de %(count)s.",
            count=CHANGE_FROM,
        ),
    )


def _change_rows(table: FigureTable, counted: Counted) -> Iterator[Row]:
    columns = (table.heads[2], _("Au moins"), _("Au plus"))
    for line, (_code, change) in zip(table.lines, counted.changes, strict=True):
        for column, value in zip(columns, (change.mean, change.low, change.high), strict=True):
            yield table.title, line.text, column, _too_few() if value is None else value


def _interval(change: Change) -> tuple[str, str]:
    if change.mean is None or change.low is None or change.high is None:
        hidden = _too_few()
        return hidden, hidden
    low, high = _signed(change.low), _signed(change.high)
    return _signed(change.mean), _("de %(low)s à %(high)s", low=low, high=high)


def _signed(number: float) -> str:
    return str(format_decimal(number, "+0.0;-0.0")) if round(number, 1) else "0"


def _lines(counts: Iterable[tuple[str, Count]]) -> tuple[Figure, ...]:
    return tuple(Figure(text=text, cells=(count_in_words(count),)) for text, count in counts)


def _area(area: str) -> str:
    return f"{area}. {_(services().area_names.get(area, ''))}"


def _diagnostic(stage: str) -> str:
    return _("Diagnostic, moment : %(stage)s", stage=stage_in_words(stage))


def _module(code: str) -> str:
    found = services().modules.known.get(code)
    return _("Module %(code)s : %(title)s", code=code, title=_(found.title)) if found else code


def _wish(code: str) -> str:
    check = services().checks.known.get(INTERESTS)
    found = (question.choice(code) for question in check.questions) if check else ()
    return next((_(choice.text) for choice in found if choice is not None), code)
