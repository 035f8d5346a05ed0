"""From domain values to the pages of a gathering, of work side by side and of shared computers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for

from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.cohort import Paging, Progress
from lti_tool.domain.kiosk import spelled
from lti_tool.domain.paper_sheet import Standing
from lti_tool.domain.profile import Profile
from lti_tool.domain.roles import Rights
from lti_tool.domain.sitting import Seat
from lti_tool.services.kiosks import GivenCode
from lti_tool.services.launches import Visit
from lti_tool.services.sittings import Beside, Room
from lti_tool.web import present, present_sitting
from lti_tool.web.i18n import _, can_do_in_words, hour_in_words, moment_in_words
from lti_tool.web.present_cohort import GroupChoice, Pages
from lti_tool.web.qr import qr_svg
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_resources import tel_of
from lti_tool.web.showing_result import can_do_of
from lti_tool.web.showing_stuck import since_in_words
from lti_tool.web.state import config, services

WATCH_SECONDS = 20
_STATES: dict[Progress, present_sitting.SeatState] = {
    Progress.NOT_OPENED: "not-opened",
    Progress.NOT_STARTED: "not-started",
    Progress.IN_PROGRESS: "started",
    Progress.NOT_NOW: "declined",
    Progress.FINISHED: "finished",
}
_NOTICES: dict[str, present_sitting.Notice] = {
    "ended": "ended",
    "nothing-open": "nothing-open",
    "later": "later",
    "left": "left",
    "sent": "sent",
}


def overview_href(visit: Visit, group: str, page: int, *, watch: int = 0) -> str:
    """The page of who is where, at this group and page; with ``watch`` it comes again by itself."""
    return url_for(
        "sittings.overview",
        handle=visit.launch.handle,
        group=group or None,
        page=page if page > 1 else None,
        watch=watch or None,
    )


def title_of(visit: Visit) -> str:
    """The activity as the platform names it, or as we do."""
    activity = services().activities.get(visit.link.activity)
    return visit.link.title or (_(activity.title) if activity else "")


def sitting_page(
    visit: Visit, room: Room, *, address: str, notice: str, is_watched: bool
) -> present_sitting.SittingPage:
    """Who is where."""
    handle, is_trainer = visit.launch.handle, visit.rights is Rights.TRAINER
    has_paper = services().workspace.paper_twin.exists(visit)
    has_records = services().cohorts.shows_results(visit)
    return present_sitting.SittingPage(
        title=title_of(visit),
        course=visit.course,
        at=hour_in_words(services().clock()),
        has_course=visit.link.context_id is not None,
        is_diagnostic=services().workspace.sittings.is_diagnostic(visit),
        notice=_NOTICES.get(notice, ""),
        seats=tuple(_seat(visit, seat, has_paper=has_paper, has_records=has_records) for seat in room.seats),
        calls=sum(seat.called_at is not None for seat in room.seats),
        groups=_groups(visit, room),
        group=room.group,
        page=room.page.number,
        pages=_pages(visit, room.group, room.page),
        refresh_href=overview_href(visit, room.group, room.page.number),
        watch_href=overview_href(visit, room.group, room.page.number, watch=1),
        is_watched=is_watched,
        seconds=WATCH_SECONDS,
        wall_href=url_for("sittings.wall", handle=handle),
        paper_href=url_for("paper.form", handle=handle) if has_paper else "",
        leaflet_href=url_for("sittings.leaflet", handle=handle),
        tools_href=url_for("sittings.tools", handle=handle) if has_records else "",
        kiosk_href=kiosk_address(),
        slips_action=url_for("sittings.slips", handle=handle) if is_trainer else "",
        qr=qr_of(address),
        frame=frame_of(visit),
    )


def wall_page(
    visit: Visit, address: str, *, given: str = "", is_odd: bool = False
) -> present_sitting.WallPage:
    """How to come in, without anybody's name but the trainer's."""
    handle, phone = visit.launch.handle, services().workspace.course_settings.of(visit).phone
    return present_sitting.WallPage(
        title=title_of(visit),
        trainer_name=visit.own_name,
        phone=phone,
        phone_href=tel_of(phone),
        qr=qr_of(address),
        kiosk=qr_of(kiosk_address()),
        given=given,
        is_odd=is_odd,
        action=url_for("sittings.show_address", handle=handle),
        back_href=url_for("sittings.overview", handle=handle),
        frame=replace(frame_of(visit), tabs=()),
    )


def codes_page(visit: Visit, codes: Sequence[GivenCode], *, again: str) -> present_sitting.CodesPage:
    """Codes that were just given. ``again`` gives the one code anew, empty for slips."""
    handle = visit.launch.handle
    kiosk = qr_of(kiosk_address())
    assert kiosk is not None
    return present_sitting.CodesPage(
        title=title_of(visit),
        slips=tuple(
            present_sitting.Slip(
                name=name_in_words(one.name, one.number),
                code=spelled(one.code),
                until=since_in_words(one.expires_at),
            )
            for one in codes
        ),
        kiosk=kiosk,
        is_printed=not again,
        again_action=again,
        back_href=url_for("sittings.overview", handle=handle),
        frame=frame_of(visit),
    )


def agree_page(
    visit: Visit, beside: Beside, attempt: Attempt | None, *, is_incomplete: bool
) -> present_sitting.AgreePage:
    """The question before anything of the person is shown."""
    handle = visit.launch.handle
    is_open = attempt is not None and attempt.state is AttemptState.OPEN
    is_finished = attempt is not None and attempt.is_finished
    return present_sitting.AgreePage(
        name=name_in_words(beside.name, beside.number),
        title=title_of(visit),
        state="finished" if is_finished else "resume" if is_open else "new",
        is_incomplete=is_incomplete,
        action=url_for("together.begin", handle=handle, person=beside.visit.launch.person_id),
        back_href=url_for("sittings.overview", handle=handle),
        frame=replace(frame_of(visit), tabs=()),
    )


def finished_page(
    visit: Visit, beside: Beside, attempt: Attempt, profile: Profile, *, shows_result: bool
) -> present_sitting.FinishedPage:
    """The end of the tasks, with what stays the person's own decision."""
    learner = beside.visit
    address = {"handle": visit.launch.handle, "person": learner.launch.person_id}
    activity = services().activities[attempt.activity]
    next_step = can_do_in_words(profile.next_step) if shows_result and profile.next_step else ""
    return present_sitting.FinishedPage(
        name=name_in_words(beside.name, beside.number),
        trainer_name=visit.trainer_name,
        can_do=can_do_of(profile) if shows_result else (),
        next_step=_("Apprendre à %(can_do)s.", can_do=next_step) if next_step else "",
        tasks=profile.tasks,
        accompanied=profile.tasks_accompanied,
        sends_levels=learner.launch.is_graded and activity.is_graded,
        sent_at=moment_in_words(attempt.shared_at) if attempt.shared_at else "",
        action=url_for("together.share", **address),  # type: ignore[arg-type]
        leave_action=url_for("together.leave", **address),  # type: ignore[arg-type]
        frame=frame_beside(visit, beside),
    )


def frame_beside(visit: Visit, beside: Beside) -> present.Frame:
    """What surrounds a learner's page on the trainer's screen: whose it is, and the way out of it."""
    address = {"handle": visit.launch.handle, "person": beside.visit.launch.person_id}
    bar = present_sitting.Together(
        name=name_in_words(beside.name, beside.number),
        leave_action=url_for("together.leave", **address),  # type: ignore[arg-type]
    )
    return replace(frame_of(visit), tabs=(), together=bar, comfort=beside.visit.launch.comfort)


def name_in_words(name: str, number: int) -> str:
    """The name of somebody of the group, or their number where the platform hides it."""
    return name or _("Participant %(number)s", number=number)


def qr_of(address: str) -> present_sitting.Qr | None:
    """An address as a drawing; ``None`` for an empty one."""
    return present_sitting.Qr(drawing=qr_svg(address), address=address) if address else None


def kiosk_address() -> str:
    """The page of shared computers, as it is typed there."""
    return f"{config().launch_url.removesuffix('/lti/launch')}/kiosk"


def _seat(visit: Visit, seat: Seat, *, has_paper: bool, has_records: bool) -> present_sitting.SeatLine:
    """What makes sense where this person is: answers that were given on a screen take no sheet any more, and
    whoever has finished has a record to read.
    """
    address = {"handle": visit.launch.handle, "person": seat.person_id}
    is_trainer = visit.rights is Rights.TRAINER
    may_open = services().workspace.sittings.is_diagnostic(visit)
    takes_paper = has_paper and seat.standing is not Standing.ON_SCREEN
    is_finished = seat.progress is Progress.FINISHED
    return present_sitting.SeatLine(
        name=name_in_words(seat.name, seat.number),
        groups=tuple(_("Groupe %(group)s", group=group) for group in seat.groups),
        state=_STATES[seat.progress],
        step=seat.step,
        steps=seat.steps,
        at=since_in_words(seat.last_activity_at) if seat.last_activity_at else "",
        called_at=since_in_words(seat.called_at) if seat.called_at else "",
        kiosk_until=hour_in_words(seat.kiosk_until) if seat.kiosk_until else "",
        is_sent=is_finished and seat.is_sent,
        is_keyed=seat.standing is Standing.KEYED,
        record_href=url_for("cohort.person", **address) if is_finished and has_records else "",  # type: ignore[arg-type]
        together_href=url_for("together.agree", **address) if may_open else "",  # type: ignore[arg-type]
        paper_href=url_for("paper.key", **address) if takes_paper else "",  # type: ignore[arg-type]
        code_action=url_for("sittings.give", **address) if is_trainer else "",  # type: ignore[arg-type]
        end_action=url_for("sittings.end_kiosk", **address)  # type: ignore[arg-type]
        if is_trainer and seat.kiosk_until
        else "",
    )


def _groups(visit: Visit, room: Room) -> tuple[GroupChoice, ...]:
    if not room.groups:
        return ()
    names = {"": _("Tout le monde"), **{one: _("Groupe %(group)s", group=one) for one in room.groups}}
    return tuple(
        GroupChoice(
            name=name,
            href=overview_href(visit, group, 1),
            is_chosen=group == room.group,
        )
        for group, name in names.items()
    )


def _pages(visit: Visit, group: str, page: Paging) -> Pages | None:
    if page.pages == 1:
        return None
    hrefs = {
        number: overview_href(visit, group, number)
        for number in (page.number - 1, page.number + 1)
        if 1 <= number <= page.pages
    }
    return Pages(
        text=_("Page %(page)s sur %(pages)s", page=page.number, pages=page.pages),
        previous_href=hrefs.get(page.number - 1, ""),
        next_href=hrefs.get(page.number + 1, ""),
    )
