"""The filters of the group's page, and the rows that say where people are."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.web import present_cohort, present_path, present_result
from lti_tool.web.present_filters import ActiveFilter, FilterBar, FilterChoice, Toggle, WhereLine

LOW = "Niveau 0 ou 1 : Chercher et ranger des informations"
BAR = FilterBar(
    action="/l/x/cohort",
    stages=(
        FilterChoice(value="", name="Toutes les étapes"),
        FilterChoice(value="warm-up", name="La mise en route", is_chosen=True),
    ),
    areas=(FilterChoice(value="", name="Tous les niveaux"), FilterChoice(value="1", name=LOW)),
    toggles=(
        Toggle(name="equipment", text="Matériel ou connexion", is_on=True),
        Toggle(name="talk", text="Veut vous parler"),
        Toggle(name="late", text="Départ en retard"),
        Toggle(name="quiet", text="Sans visite depuis 14 jours"),
    ),
    everybody=12,
    found=12,
)
NARROWED = replace(
    BAR,
    group="7",
    active=tuple(
        ActiveFilter(text=text, remove_href=f"/l/x/cohort?stage={number}")
        for number, text in enumerate(("Étape : la mise en route", LOW))
    ),
    found=6,
    clear_href="/l/x/cohort?group=7",
)
MISSING: tuple[present_result.Condition, ...] = (
    present_result.Condition(id="device", state="to-prepare"),
    present_result.Condition(id="connection", state="to-prepare"),
    present_result.Condition(id="place", state="to-prepare"),
    present_result.Condition(id="video", state="to-prepare"),
)
WHERE = WhereLine(
    stages=(
        present_path.StageLine(name="warm-up", state="under-way"),
        present_path.StageLine(name="diagnostic", state="to-do", due="20 novembre 2026", is_late=True),
    ),
    distance="to-prepare",
    missing=MISSING,
)
WHERES = (WHERE, replace(WHERE, distance="ready"), replace(WHERE, distance="unknown"), None)


def filtered(filled: present_cohort.CohortPage) -> dict[str, present_cohort.CohortPage]:
    """None set, several that find some, several that find nobody, those of an assistant, those of a check."""
    people = tuple(replace(row, where=WHERES[number % 4]) for number, row in enumerate(filled.people))
    progress = tuple(
        replace(row, levels=(), helped=None, needs=(), grades=(), where=replace(WHERE, distance=""))
        for row in people
    )
    assistants = replace(BAR, areas=(), toggles=BAR.toggles[1:])
    return {
        "filters": replace(filled, filters=BAR, people=people),
        "filters-set": replace(filled, filters=NARROWED, people=people),
        "filters-nobody": replace(filled, filters=replace(NARROWED, found=0), people=()),
        "filters-assistant": replace(filled, filters=assistants, people=progress, shows_results=False),
        "filters-check": replace(filled, filters=BAR, people=people, is_check=True, look_href="/l/x/look"),
        "empty-with-code": replace(filled, people=(), sittings_href="/l/x/sittings"),
    }
