"""What the group's page may be narrowed to: from the address, to the address, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import url_for

from lti_tool.domain.activity import Phase
from lti_tool.domain.cohort_filter import ANY_AREA, Narrowing, areas_of, narrowing_of
from lti_tool.domain.path_plan import STAGES
from lti_tool.domain.path_stages import StageState
from lti_tool.domain.whereabouts import Whereabouts
from lti_tool.services.cohorts import Cohort
from lti_tool.services.launches import Visit
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.present_cohort import GroupChoice
from lti_tool.web.present_filters import ActiveFilter, FilterBar, FilterChoice, Toggle, WhereLine
from lti_tool.web.present_path import StageLine
from lti_tool.web.present_result import Condition
from lti_tool.web.state import services

STAGE, AREA, EQUIPMENT, TALK, LATE, QUIET = "stage", "area", "equipment", "talk", "late", "quiet"
"""The words of an address."""

ON = "1"


def narrowing_asked(arguments: Mapping[str, str]) -> Narrowing:
    """What an address asks for; nonsense asks for nothing."""
    return narrowing_of(
        arguments.get(STAGE, ""),
        arguments.get(AREA, ""),
        needs_equipment=arguments.get(EQUIPMENT) == ON,
        wants_talk=arguments.get(TALK) == ON,
        is_late=arguments.get(LATE) == ON,
        is_quiet=arguments.get(QUIET) == ON,
    )


def narrowing_in_address(asked: Narrowing) -> dict[str, str]:
    """The same, as the next address has to say it."""
    said = {
        STAGE: asked.stage.value if asked.stage else "",
        AREA: asked.area,
        EQUIPMENT: ON if asked.needs_equipment else "",
        TALK: ON if asked.wants_talk else "",
        LATE: ON if asked.is_late else "",
        QUIET: ON if asked.is_quiet else "",
    }
    return {name: value for name, value in said.items() if value}


def filter_bar(visit: Visit, cohort: Cohort) -> FilterBar:
    """The filters of a group's page, as they stand."""
    asked, handle = cohort.asked, visit.launch.handle
    place = {"group": cohort.group} if cohort.group else {}
    said = narrowing_in_address(asked)
    return FilterBar(
        action=url_for("cohort.review", handle=handle),
        stages=tuple(_stage_choices(asked)),
        areas=tuple(_area_choices(visit, asked)) if cohort.shows_results else (),
        toggles=tuple(_toggles(cohort)),
        active=tuple(
            ActiveFilter(
                text=_in_words(name, cohort),
                remove_href=_list_without(handle, {**place, **said}, name),
            )
            for name in said
        ),
        group=cohort.group,
        found=cohort.page.total,
        everybody=cohort.everybody,
        clear_href=_list_without(handle, place, ""),
    )


def group_choices(visit: Visit, cohort: Cohort) -> tuple[GroupChoice, ...]:
    """Everybody, then each group of the course, narrowed as the page is; nothing when the platform names
    none.
    """
    if not cohort.groups:
        return ()
    handle, said = visit.launch.handle, narrowing_in_address(cohort.asked)
    everybody = GroupChoice(
        name=_("Tout le monde"), href=_list_without(handle, said, ""), is_chosen=not cohort.group
    )
    return (
        everybody,
        *(
            GroupChoice(
                name=_("Groupe %(group)s", group=group),
                href=_list_without(handle, {**said, "group": group}, ""),
                is_chosen=group == cohort.group,
            )
            for group in cohort.groups
        ),
    )


def where_line(where: Whereabouts, *, shows_results: bool) -> WhereLine:
    """Where one person is, in the words of the path."""
    entry = StageLine(
        name="diagnostic",
        state=where.entry.value,
        due=day_in_words(where.entry_due_at) if where.entry_due_at else "",
        is_late=where.is_late,
    )
    is_beyond = where.stage is not Phase.DIAGNOSTIC
    furthest = StageLine(name=where.stage.value, state=where.state.value)  # type: ignore[arg-type]  # one of the four
    is_left_out = is_beyond and where.entry in (StageState.TO_DO, StageState.UNDER_WAY, StageState.NOT_NOW)
    stages = ((furthest,) if is_beyond else ()) + ((entry,) if is_left_out or not is_beyond else ())
    quiet_since = day_in_words(where.quiet_since) if where.quiet_since else ""
    if not shows_results:
        return WhereLine(stages=stages, quiet_since=quiet_since)
    return WhereLine(
        stages=stages,
        quiet_since=quiet_since,
        distance=where.distance.value,
        missing=tuple(Condition(id=one.value, state="to-prepare") for one in where.missing),
    )


def _list_without(handle: str, said: Mapping[str, str], name: str) -> str:
    kept = {key: value for key, value in said.items() if key != name}
    return url_for("cohort.review", **{"handle": handle, **kept})  # type: ignore[arg-type]


def _stage_choices(asked: Narrowing) -> Iterator[FilterChoice]:
    yield FilterChoice(value="", name=_("Toutes les étapes"), is_chosen=asked.stage is None)
    names = {
        Phase.DIAGNOSTIC: _("Le point de départ"),
        Phase.WARM_UP: _("La mise en route"),
        Phase.ACTIVITIES: _("Les activités"),
        Phase.END: _("La fin de la formation"),
    }
    for stage in STAGES:
        yield FilterChoice(value=stage.value, name=names[stage], is_chosen=asked.stage is stage)


def _area_choices(visit: Visit, asked: Narrowing) -> Iterator[FilterChoice]:
    areas = areas_of(services().activities[visit.link.activity])
    if not areas:
        return
    yield FilterChoice(value="", name=_("Tous les niveaux"), is_chosen=not asked.area)
    if len(areas) > 1:
        name = _("Niveau 0 ou 1 dans un domaine au moins")
        yield FilterChoice(value=ANY_AREA, name=name, is_chosen=asked.area == ANY_AREA)
    for area in areas:
        yield FilterChoice(value=area, name=_low_in(area), is_chosen=asked.area == area)


def _low_in(area: str) -> str:
    return _("Niveau 0 ou 1 : %(area)s", area=_(services().area_names[area]))


def _toggles(cohort: Cohort) -> Iterator[Toggle]:
    asked = cohort.asked
    if cohort.shows_results:
        yield Toggle(name=EQUIPMENT, text=_("Matériel ou connexion"), is_on=asked.needs_equipment)
    yield Toggle(name=TALK, text=_("Veut vous parler"), is_on=asked.wants_talk)
    yield Toggle(name=LATE, text=_in_words(LATE, cohort), is_on=asked.is_late)
    yield Toggle(name=QUIET, text=_("Sans visite"), is_on=asked.is_quiet)


def _in_words(name: str, cohort: Cohort) -> str:
    """One filter in words."""
    asked = cohort.asked
    if name == STAGE:
        return {
            Phase.DIAGNOSTIC: _("Étape : le point de départ"),
            Phase.WARM_UP: _("Étape : la mise en route"),
            Phase.ACTIVITIES: _("Étape : les activités"),
            Phase.END: _("Étape : la fin de la formation"),
        }[asked.stage or Phase.DIAGNOSTIC]
    if name == AREA:
        if asked.area == ANY_AREA:
            return _("Niveau 0 ou 1 dans un domaine au moins")
        return _low_in(asked.area)
    return {
        EQUIPMENT: _("Besoin de matériel ou de connexion"),
        TALK: _("Veut vous parler"),
        LATE: _("Départ en retard"),
        QUIET: _("Sans visite depuis %(count)s jours", count=cohort.quiet_days),
    }[name]
