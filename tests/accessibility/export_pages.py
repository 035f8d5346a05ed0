"""Exports: nobody and thirty people, an assistant, no course; columns; figures hidden and told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_exports

FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
HIDDEN = "moins de 5"
WHATS = (
    present_exports.Option(
        value="people", text="Les personnes : une ligne par personne, avant et après", is_chosen=True
    ),
    present_exports.Option(value="statements", text="Les résultats en phrases xAPI, pour un LRS"),
)
FORMS = (
    present_exports.Option(value="csv", text="CSV, pour tout tableur"),
    present_exports.Option(value="xlsx", text="Excel (XLSX)"),
)
EXPORTS = present_exports.ExportsPage(
    whats=WHATS,
    forms=FORMS,
    groups=(present_exports.Option(value="7", text="Groupe 7"),),
    people=30,
    sent=12,
    action="/l/x/exports",
    columns_href="/l/x/exports/columns",
    centre_href="/l/x/exports/centre",
    course="Premiers pas",
    frame=FRAME,
)
COLUMNS = present_exports.ColumnsPage(
    tables=tuple(
        present_exports.ColumnTable(
            id=name,
            title=name,
            lines=(
                present_exports.ColumnLine(
                    header="Début : niveau, Communiquer avec les autres",
                    code="entry_area_2_and_a_long_code_that_breaks",
                    meaning="De 0 à 4, sur l'échelle DigComp de 0 à 8.",
                ),
            ),
        )
        for name in ("people", "areas")
    ),
    back_href="/l/x/exports",
    frame=FRAME,
)
NEEDS = present_exports.FigureTable(
    id="needs",
    title="Les besoins et ce qui existe",
    heads=("Besoin", "Personnes qui l'ont dit", "Personnes pour qui c'est fait", "Fiches d'aide"),
    lines=(
        present_exports.Figure(text="Prêter un appareil", cells=("15", HIDDEN, "3")),
        present_exports.Figure(
            text="Trouver une connexion : tarif social ou wifi public", cells=(HIDDEN, HIDDEN, "12")
        ),
    ),
    about="Une personne peut avoir plusieurs besoins.",
)
CENTRE = present_exports.CentrePage(
    tables=(NEEDS, replace(NEEDS, id="wishes", title="Ce que nos apprenants veulent apprendre", about="")),
    periods=(present_exports.Option(value="", text="Depuis le début", is_chosen=True),),
    places=(
        present_exports.Option(value="", text="Ce cours", is_chosen=True),
        present_exports.Option(value="centre", text="Tout le centre"),
    ),
    period="Depuis le début",
    place="Premiers pas",
    people="15",
    day="20 novembre 2026",
    action="/l/x/exports/centre",
    table_href="/l/x/exports/centre.csv",
    back_href="/l/x/exports",
    back="Exporter",
    frame=FRAME,
)


def exports() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of every state."""
    overview = "exports/overview.html"
    yield "exports/thirty", overview, EXPORTS
    yield "exports/nobody", overview, replace(EXPORTS, people=0, sent=0, groups=())
    yield "exports/one", overview, replace(EXPORTS, people=1, sent=1, groups=())
    yield "exports/assistant", overview, replace(EXPORTS, action="")
    yield "exports/no-course", overview, replace(EXPORTS, has_course=False, course="")
    yield "exports/columns", "exports/columns.html", COLUMNS
    yield "exports/figures", "exports/centre.html", CENTRE
    hidden = tuple(
        replace(
            one,
            lines=tuple(replace(line, cells=(HIDDEN, HIDDEN, "0")) for line in one.lines),
            is_hidden=one.id != "needs",
        )
        for one in CENTRE.tables
    )
    whole = replace(CENTRE, others="Les personnes des autres cours comptent à partir de 5.")
    yield "exports/figures-whole", "exports/centre.html", whole
    administrators = replace(
        CENTRE, places=(), back="Les plateformes du centre", frame=present.Frame(sign_out_action="/admin/end")
    )
    yield "exports/figures-administration", "exports/centre.html", administrators
    yield "exports/figures-hidden", "exports/centre.html", replace(CENTRE, tables=hidden, people=HIDDEN)
