"""From things to do to what the templates print."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from typing import get_args

from flask import url_for

from lti_tool.domain.action import KINDS, NO_VISIT, OTHER, Action
from lti_tool.domain.cohort import Paging
from lti_tool.domain.needs import Need
from lti_tool.domain.path import VIDEO_ROOM
from lti_tool.domain.remarks import Objection
from lti_tool.domain.resources import Card
from lti_tool.domain.roles import Rights
from lti_tool.domain.todo import LATE, OBJECTION, Entry, Shown
from lti_tool.services.actions import PersonWeek, Week
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.stuck import Waiting
from lti_tool.web import present_actions as present
from lti_tool.web import present_todo
from lti_tool.web.action_words import kind_in_words
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.present_cohort import Pages
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_loans import loan_line
from lti_tool.web.showing_resources import card_views
from lti_tool.web.showing_stuck import call_lines
from lti_tool.web.state import services
from lti_tool.web.telling import told

_STATES: dict[str, present_todo.State] = {one: one for one in ("to-do", "under-way", "done", "not-needed")}
TOGETHER_AT_LEAST = 3
"""From how many people on a trial of the video room is one line for the group."""
ROWS_AT_ONCE = 10
"""A longer list opens with the choice of one kind."""
Cards = Mapping[Need, tuple[Card, ...]]


def week_page(visit: Visit, week: Week, *, notice: str) -> present.WeekPage:
    """The list of the course."""
    handle, cards = visit.launch.handle, _cards_for(visit, {one.kind for one in week.entries})
    here = {"kind": week.kind, "state": week.state.value, "page": str(week.page.number)}
    return present.WeekPage(
        course=visit.course,
        groups=tuple(
            _group(visit, kind, tuple(_entry_line(visit, one, week.names, here) for one in entries), cards)
            for kind, entries in groupby(week.entries, key=lambda one: one.kind)
        ),
        settled=tuple(_entry_line(visit, one, week.names, here) for one in week.settled),
        settled_total=week.settled_total,
        settled_href=_overview(visit, state=Shown.SETTLED.value),
        kinds=_kinds(visit, week),
        states=_states(visit, week),
        pages=pages_of(week.page, lambda number: _overview(visit, **{**here, "page": str(number)})),
        is_narrowed=bool(week.kind or week.state),
        is_long=sum(week.counts.values()) > ROWS_AT_ONCE,
        unsent=week.unsent,
        people=week.people,
        printed_on=day_in_words(services().clock()),
        distance_href=url_for("actions.distance", handle=handle),
        gathering_href=url_for("actions.gathering", handle=handle),
        stops_href=url_for("cohort.stops", handle=handle),
        settings_href=url_for("cohort.settings", handle=handle),
        notice=notice_of(notice),
        frame=frame_of(visit),
    )


def _group(
    visit: Visit, kind: str, lines: tuple[present_todo.ActionLine, ...], cards: Cards
) -> present.KindGroup:
    """One kind of things to do. The video room is tried once, with everybody: its names stand folded."""
    is_together = kind == Need.FIRST_HANDS_ON and len(lines) >= TOGETHER_AT_LEAST
    return present.KindGroup(
        title=kind_in_words(kind),
        lines=lines,
        cards=card_views(cards.get(Need(kind), ())) if kind in set(Need) else (),
        is_late=kind in (LATE, NO_VISIT),
        together=len(lines) if is_together else 0,
        video=video_module(visit) if kind == Need.FIRST_HANDS_ON else None,
    )


def video_module(visit: Visit) -> present.NamedLink | None:
    """The module in which the video room is tried; ``None`` where there is none."""
    module = services().modules.known.get(VIDEO_ROOM)
    if module is None:
        return None
    href = url_for("module.first", handle=visit.launch.handle, module=VIDEO_ROOM)
    return present.NamedLink(name=told(module).title, href=href)


def person_actions(visit: Visit, person_id: str, name: str, week: PersonWeek) -> present_todo.PersonActions:
    """The part of the record."""
    lines = _lines(visit, person_id, name, week, {})
    return present_todo.PersonActions(
        lines=tuple(one for one in lines if one.state in ("to-do", "under-way")),
        settled=tuple(one for one in lines if one.state in ("done", "not-needed")),
        loans=tuple(loan_line(visit, one, week.names) for one in week.loans),
        href=url_for("actions.person", handle=visit.launch.handle, person=person_id),
    )


def person_page(
    visit: Visit,
    person_id: str,
    name: str,
    week: PersonWeek,
    *,
    notice: str = "",
    fault: str = "",
    given: Mapping[str, str] | None = None,
) -> present.PersonActionsPage:
    """Everything about one person."""
    address = {"handle": visit.launch.handle, "person": person_id}
    open_kinds = {one.kind for one in week.actions if not one.is_settled}
    lines = _lines(visit, person_id, name, week, _cards_for(visit, open_kinds))
    is_trainer = visit.rights is Rights.TRAINER
    faults: dict[str, present.Fault] = {
        "action-text-missing": "missing",
        "action-text-too-long": "too-long",
    }
    return present.PersonActionsPage(
        name=name,
        lines=tuple(one for one in lines if one.state in ("to-do", "under-way")),
        settled=tuple(one for one in lines if one.state in ("done", "not-needed")),
        loans=tuple(loan_line(visit, one, week.names) for one in week.loans),
        kinds=tuple(present.Choice(id=one, text=kind_in_words(one)) for one in (OTHER, *KINDS[:-1])),
        submission=(given or {}).get("submission") or new_id(),
        given=given or {},
        fault=faults.get(fault, ""),
        add_action=url_for("actions.add", **address) if is_trainer else "",  # type: ignore[arg-type]
        lend_href=url_for("actions.new_loan", **address) if is_trainer else "",  # type: ignore[arg-type]
        record_href=url_for("cohort.person", **address),  # type: ignore[arg-type]
        back_href=url_for("actions.overview", handle=visit.launch.handle),
        notice=notice_of(notice),
        frame=frame_of(visit),
    )


def notice_of(given: str) -> present.Notice:
    """The notice of an address; none for nonsense."""
    return next((one for one in get_args(present.Notice) if one == given), "")


def pages_of(page: Paging, address: Callable[[int], str]) -> Pages | None:
    """The way through a longer list; ``None`` when one page holds it."""
    if page.pages == 1:
        return None
    hrefs = {number: address(number) for number in (page.number - 1, page.number + 1)}
    return Pages(
        text=_("Page %(page)s sur %(pages)s", page=page.number, pages=page.pages),
        previous_href=hrefs[page.number - 1] if page.number > 1 else "",
        next_href=hrefs[page.number + 1] if page.number < page.pages else "",
    )


def name_of(name: str, number: int) -> str:
    """The name, or the number of somebody whose name the platform hides."""
    return name or _("Participant %(number)s", number=number)


def _cards_for(visit: Visit, kinds: Collection[str]) -> Cards:
    return services().resources.by_need(visit, [need for need in Need if need.value in kinds])


def _entry_line(
    visit: Visit, entry: Entry, names: Mapping[str, str], here: Mapping[str, str]
) -> present_todo.ActionLine:
    name = name_of(entry.name, entry.number)
    address = {"handle": visit.launch.handle, "person": entry.person_id}
    if entry.action is not None:
        return _line(visit, name, entry.action, names, here)
    waiting = (Waiting(call=entry.call, name=entry.name, number=entry.number),) if entry.call else ()
    calls = call_lines(visit, waiting, shows_results=True)
    return present_todo.ActionLine(
        name=name,
        title=kind_in_words(entry.kind),
        href=url_for("cohort.person" if entry.kind in (LATE, OBJECTION) else "actions.person", **address),  # type: ignore[arg-type]
        since=day_in_words(entry.since) if entry.since else "",
        state=_STATES[entry.state],
        loan=loan_line(visit, entry.loan, names) if entry.loan else None,
        call=calls[0] if calls else None,
        disagreed=_disagreed(visit, entry.person_id, entry.objection) if entry.objection else None,
        is_enrolled=entry.is_enrolled,
    )


def _disagreed(visit: Visit, person_id: str, one: Objection) -> present_todo.DisagreedLine:
    address = {"handle": visit.launch.handle, "person": person_id}
    is_trainer = visit.rights is Rights.TRAINER
    href = (
        url_for("record.reply", objection=one.id, **address)  # type: ignore[arg-type]
        if is_trainer
        else url_for("cohort.person", **address)  # type: ignore[arg-type]
    )
    return present_todo.DisagreedLine(
        words=one.words, day=day_in_words(one.said_at), href=href, may_write=is_trainer
    )


def _lines(
    visit: Visit, person_id: str, name: str, week: PersonWeek, cards: Cards
) -> tuple[present_todo.ActionLine, ...]:
    here = {"from": "person"}
    return tuple(
        _line(
            visit, name, one, week.names, here, cards.get(Need(one.kind), ()) if one.kind in set(Need) else ()
        )
        for one in week.actions
    )


def _line(
    visit: Visit,
    name: str,
    action: Action,
    names: Mapping[str, str],
    here: Mapping[str, str],
    cards: Sequence[Card] = (),
) -> present_todo.ActionLine:
    address = {"handle": visit.launch.handle, "person": action.person_id}
    may_lend = visit.rights is Rights.TRAINER and action.kind == Need.DEVICE_LOAN and not action.is_settled
    said = {key: value for key, value in here.items() if value and (key, value) != ("page", "1")}
    return present_todo.ActionLine(
        name=name,
        title=kind_in_words(action.kind),
        href=url_for("actions.person", **address),  # type: ignore[arg-type]
        text=action.text,
        since=day_in_words(action.since),
        state=_STATES[action.state],
        reason=action.reason,
        at=day_in_words(action.at) if action.at else "",
        by=names.get(action.by or "", ""),
        added_by=names.get(action.added_by or "", ""),
        named=action.id or action.kind,
        version=action.version,
        action=url_for("actions.settle", **address, **said),  # type: ignore[arg-type]
        lend_href=url_for("actions.new_loan", **address) if may_lend else "",  # type: ignore[arg-type]
        cards=card_views(cards) if not action.is_settled else (),
        is_absence=action.kind == NO_VISIT,
    )


def _overview(visit: Visit, **asked: str) -> str:
    said = {name: value for name, value in asked.items() if value and (name, value) != ("page", "1")}
    return url_for("actions.overview", handle=visit.launch.handle, **said)  # type: ignore[arg-type]


def _kinds(visit: Visit, week: Week) -> tuple[present.FilterLink, ...]:
    """Everything, then each kind that has lines; nothing when there is but one."""
    state = week.state.value
    if len(week.counts) < 2:
        return ()
    every = present.FilterLink(
        name=_("Tout"),
        href=_overview(visit, state=state),
        count=sum(week.counts.values()),
        is_chosen=not week.kind,
    )
    return (
        every,
        *(
            present.FilterLink(
                name=kind_in_words(kind),
                href=_overview(visit, kind=kind, state=state),
                count=count,
                is_chosen=kind == week.kind,
            )
            for kind, count in week.counts.items()
        ),
    )


def _states(visit: Visit, week: Week) -> tuple[present.FilterLink, ...]:
    words = {
        Shown.OPEN: _("À faire et en cours"),
        Shown.TO_DO: _("À faire"),
        Shown.UNDER_WAY: _("En cours"),
        Shown.SETTLED: _("Ce qui est fini"),
    }
    return tuple(
        present.FilterLink(
            name=name,
            href=_overview(visit, kind=week.kind, state=state.value),
            is_chosen=state is week.state,
        )
        for state, name in words.items()
    )
