"""From the values of the grade ledger to what its templates print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from flask import url_for

from lti_tool.domain import ledger
from lti_tool.domain.cohort import GradeState, LinkTally, Tally, column_grade, grade_state
from lti_tool.domain.grade import Delivery
from lti_tool.domain.roles import Rights
from lti_tool.services.launches import Visit
from lti_tool.services.ledger_pages import Choice, Entry, Ledger, LedgerPerson
from lti_tool.web import present_ledger
from lti_tool.web.i18n import _, moment_in_words
from lti_tool.web.ledger_words import (
    difference_in_words,
    fate_in_words,
    points_in_words,
    reading_in_words,
)
from lti_tool.web.present_cohort import Pages
from lti_tool.web.reasons import remedy_in_words, why_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_cohort import column_name
from lti_tool.web.showing_data_requests import paused_names
from lti_tool.web.state import services

STATES: Mapping[GradeState, present_ledger.State] = {
    GradeState.CHANGED: "changed",
    GradeState.REFUSED: "refused",
    GradeState.WAITING: "waiting",
    GradeState.TO_SEND: "to-send",
    GradeState.READING: "reading",
    GradeState.KEPT: "kept",
    GradeState.SENT: "sent",
    GradeState.NONE: "none",
}
"""The states as the address names them, in the order of the summary: what a person must look at first."""
_RETRYABLE = (GradeState.WAITING, GradeState.REFUSED)
_DIFFERING = (GradeState.CHANGED, GradeState.KEPT)
_TO_LOOK_AT = (GradeState.CHANGED, GradeState.REFUSED)
_HELPED_WHILE_WAITING = ("not-gradable", "server-error", "unauthorized", "invalid-client")
"""Why a grade waits although a person could end it. Moodle says 500 for a grade or column that is locked."""
_READABLE = (GradeState.SENT, GradeState.KEPT, GradeState.CHANGED)


def ledger_page(
    visit: Visit, found: Ledger, *, notice: present_ledger.Notice, count: int, now: datetime
) -> present_ledger.LedgerPage:
    """One page of the ledger, by name."""
    activity = services().activities.get(visit.link.activity)
    title = visit.link.title or (_(activity.title) if activity else "")
    is_part = found.asked.state is not None
    readable = _sum(found.tallies, lambda one: one.state in _READABLE) if found.is_readable else 0
    return present_ledger.LedgerPage(
        title=title,
        course=visit.course,
        rows=tuple(_row(visit, found, one) for one in found.people),
        states=_states(visit, found),
        pages=_pages(visit, found),
        notice=notice,
        count=count,
        retry_action=_address(visit, "ledger.retry", found),
        retryable=_sum(found.tallies, lambda one: one.state in _RETRYABLE),
        read_action=_address(visit, "ledger.read_all", found) if readable else "",
        readable=min(readable, ledger.READ_AT_ONCE),
        readable_in_all=readable,
        everything_href=url_for("ledger.overview", handle=visit.launch.handle) if is_part else "",
        without=found.without,
        others=_others(found.elsewhere),
        has_course=visit.link.context_id is not None,
        accepts_grades=found.accepts_grades,
        is_readable=found.is_readable,
        updated_at=moment_in_words(now),
        paused=paused_names(visit),
        frame=frame_of(visit),
    )


def replace_page(visit: Visit, choice: Choice, place: Mapping[str, str]) -> present_ledger.ReplacePage:
    """The question before ours replaces the platform's value."""
    about = {"person": choice.person.person_id, "column": choice.entry.item_id, **place}
    handle, delivery = visit.launch.handle, choice.entry.delivery
    return present_ledger.ReplacePage(
        name=_name(choice.person),
        column=_column(visit, choice.entry),
        ours=points_in_words(delivery.desired_points, delivery.maximum),
        there=points_in_words(delivery.platform_points or 0.0, delivery.maximum),
        read=reading_in_words(delivery),
        seen=f"{delivery.platform_points}",
        action=url_for("ledger.replace", handle=handle, **about),  # type: ignore[arg-type]
        back_href=url_for("ledger.overview", handle=handle, **place),  # type: ignore[arg-type]
        is_kept_there=delivery.reason == ledger.KEPT_THERE,
        frame=frame_of(visit),
    )


def _states(visit: Visit, found: Ledger) -> tuple[present_ledger.StateCount, ...]:
    counts = {state: _sum(found.tallies, lambda one, state=state: one.state is state) for state in STATES}  # type: ignore[misc]
    counts[GradeState.NONE] = found.choices
    return tuple(
        present_ledger.StateCount(
            state=STATES[state],
            count=count,
            href=url_for("ledger.overview", handle=visit.launch.handle, state=STATES[state]),
            is_current=found.asked.state is state,
            reasons=_reasons(visit, found, state),
        )
        for state, count in counts.items()
        if count
    )


def _reasons(visit: Visit, found: Ledger, state: GradeState) -> tuple[present_ledger.ReasonCount, ...]:
    tallies = [one for one in found.tallies if one.state is state and one.reason]
    return tuple(
        present_ledger.ReasonCount(
            text=why_in_words(reason),
            count=_sum(tallies, lambda one, reason=reason: one.reason == reason),  # type: ignore[misc]
            href=url_for("ledger.overview", handle=visit.launch.handle, state=STATES[state], reason=reason),
            is_current=(state, reason) == (found.asked.state, found.asked.reason),
            retry=reason if state in _RETRYABLE else "",
        )
        for reason in sorted({one.reason for one in tallies})
    )


def _sum(tallies: Iterable[Tally], is_meant: Callable[[Tally], bool]) -> int:
    return sum(one.count for one in tallies if is_meant(one))


def _others(links: Sequence[LinkTally]) -> tuple[present_ledger.OtherActivity, ...]:
    found: dict[str, list[LinkTally]] = {}
    for link in links:
        found.setdefault(link.link_id, []).append(link)
    return tuple(
        present_ledger.OtherActivity(
            title=_title(each[0].title, each[0].activity),
            count=sum(one.count for one in each),
            to_look_at=sum(one.count for one in each if one.state in _TO_LOOK_AT),
        )
        for each in found.values()
    )


def _title(title: str, slug: str) -> str:
    activity = services().activities.get(slug)
    return title or (_(activity.title) if activity else slug)


def _row(visit: Visit, found: Ledger, one: LedgerPerson) -> present_ledger.LedgerRow:
    handle, person, place = visit.launch.handle, one.person_id, place_of(found)
    deliveries = [entry.delivery for entry in one.entries]
    may_read = found.is_readable and any(grade_state(each) in _READABLE for each in deliveries)
    return present_ledger.LedgerRow(
        name=_name(one),
        href=url_for("cohort.person", handle=handle, person=person),
        lines=tuple(_lines(visit, found, one)),
        retry_action=url_for("ledger.retry_one", handle=handle, person=person, **place)  # type: ignore[arg-type]
        if any(ledger.is_waiting_or_refused(each) for each in deliveries)
        else "",
        read_action=url_for("ledger.read", handle=handle, person=person, **place)  # type: ignore[arg-type]
        if may_read
        else "",
    )


def _lines(visit: Visit, found: Ledger, one: LedgerPerson) -> Iterable[present_ledger.LedgerLine]:
    """What differs in the platform stands alone; the rest shares a line with what is like it."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in one.entries:
        state = grade_state(entry.delivery)
        read = ledger.read_at(entry.delivery) is not None
        like = (entry.delivery.reason, entry.delivery.last_status, read)
        groups.setdefault((state, entry.item_id if state in _DIFFERING else like), []).append(entry)
    for entries in groups.values():
        latest = max(entries, key=lambda entry: column_grade("", entry.delivery).at)
        cells = tuple(_cell(visit, entry) for entry in entries)
        if grade_state(latest.delivery) in _DIFFERING:
            yield _differing(visit, found, latest, cells)
        else:
            yield _settled(latest.delivery, cells)


def _cell(visit: Visit, entry: Entry) -> present_ledger.Cell:
    value = points_in_words(entry.delivery.desired_points, entry.delivery.maximum)
    return present_ledger.Cell(column=_column(visit, entry), value=value)


def _settled(delivery: Delivery, cells: tuple[present_ledger.Cell, ...]) -> present_ledger.LedgerLine:
    told = column_grade("", delivery)
    is_refused = told.state is GradeState.REFUSED
    is_told = is_refused or told.state is GradeState.WAITING
    return present_ledger.LedgerLine(
        state=STATES[told.state],
        cells=cells,
        text=fate_in_words(told, delivery),
        remedy=remedy_in_words(told.reason) if is_refused or told.reason in _HELPED_WHILE_WAITING else "",
        code=" ".join(str(part) for part in (told.reason, told.status) if part) if is_told else "",
    )


def _differing(
    visit: Visit,
    found: Ledger,
    entry: Entry,
    cells: tuple[present_ledger.Cell, ...],
) -> present_ledger.LedgerLine:
    delivery = entry.delivery
    whose = {"person": delivery.person_id, "column": entry.item_id}
    about = {"handle": visit.launch.handle, **whose, **place_of(found)}
    may_choose = visit.rights is Rights.TRAINER
    is_kept = ledger.is_kept(delivery)
    is_kept_there = delivery.reason == ledger.KEPT_THERE
    return present_ledger.LedgerLine(
        state="kept" if is_kept else "changed",
        cells=cells,
        text=difference_in_words(delivery),
        remedy=remedy_in_words(ledger.KEPT_THERE) if is_kept_there else "",
        there=points_in_words(delivery.platform_points or 0.0, delivery.maximum),
        read=reading_in_words(delivery),
        keep_action=url_for("ledger.keep", **about) if may_choose and not is_kept else "",  # type: ignore[arg-type]
        replace_href=url_for("ledger.replace", **about) if may_choose else "",  # type: ignore[arg-type]
        seen=f"{delivery.platform_points}",
    )


def _name(person: LedgerPerson) -> str:
    return person.name or _("Participant %(number)s", number=person.number)


def _column(visit: Visit, entry: Entry) -> str:
    """The name of a column; with its activity when the link opens another one."""
    name = column_name(entry.column_key)
    if entry.activity in ("", visit.link.activity):
        return name
    return _("%(column)s (activité : %(activity)s)", column=name, activity=_title("", entry.activity))


def place_of(found: Ledger) -> dict[str, str]:
    """Which part of the ledger is shown, for the addresses that lead back to it."""
    place = {
        "state": STATES[found.asked.state] if found.asked.state else "",
        "reason": found.asked.reason,
        "page": str(found.page.number) if found.page.number > 1 else "",
    }
    return {name: value for name, value in place.items() if value}


def _address(visit: Visit, endpoint: str, found: Ledger, **more: str) -> str:
    values = {"handle": visit.launch.handle, **place_of(found), **more}
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def _pages(visit: Visit, found: Ledger) -> Pages | None:
    page = found.page
    if page.pages == 1:
        return None
    hrefs = {
        number: _address(visit, "ledger.overview", found, page=str(number))
        for number in (page.number - 1, page.number + 1)
        if 1 <= number <= page.pages
    }
    return Pages(
        text=_("Page %(page)s sur %(pages)s", page=page.number, pages=page.pages),
        previous_href=hrefs.get(page.number - 1, ""),
        next_href=hrefs.get(page.number + 1, ""),
    )
