"""From results to the pages of documents: the list, the talk sheet, what a code stands for."""

from __future__ import annotations

from dataclasses import replace

from flask import url_for

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.attestation import FINGERPRINT_SHOWN
from lti_tool.domain.documents import Checked, Sender, Senders, Talk
from lti_tool.domain.profile import Profile
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.web.i18n import _, can_do_in_words, day_in_words
from lti_tool.web.present_cohort import Pages
from lti_tool.web.present_documents import CheckPage, DocumentsPage, TalkPage, TalkSheet
from lti_tool.web.present_papers import PersonDocuments
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

CAN_DO_AT_MOST = 7
STEPS_AT_MOST = 3


def documents_page(visit: Visit, senders: Senders) -> DocumentsPage:
    """Who sent a result, with the ways to their documents."""
    number = senders.page.number
    handle = visit.launch.handle
    return DocumentsPage(
        people=tuple(_person(visit, one) for one in senders.people),
        pages=_pages(visit, senders),
        talks_href=url_for("documents.talks", handle=handle, page=number) if senders.people else "",
        practice_href=url_for("documents.practice", handle=handle) if visit.link.context_id else "",
        title=_(services().activities[visit.link.activity].title)
        if visit.link.activity in services().activities
        else "",
        course=visit.course,
        frame=frame_of(visit),
    )


def talk_page(visit: Visit, talks: tuple[Talk, ...], *, back_href: str) -> TalkPage:
    """The talk sheets of these people."""
    return TalkPage(
        sheets=tuple(_talk(one) for one in talks),
        course=visit.course,
        back_href=back_href,
        frame=frame_of(visit),
    )


def check_page(checked: Checked | None) -> CheckPage:
    """What a code stands for."""
    if checked is None:
        return CheckPage(state="unknown")
    return CheckPage(
        state="withdrawn" if checked.withdrawn_at else "authentic",
        centre=checked.centre,
        issued=day_in_words(checked.issued_at),
        withdrawn=day_in_words(checked.withdrawn_at) if checked.withdrawn_at else "",
        fingerprint=checked.fingerprint[:FINGERPRINT_SHOWN].upper(),
    )


def named(name: str, number: int) -> str:
    """The name, or the number of somebody whose name the platform hides."""
    return name or _("Participant %(number)s", number=number)


def papers_of_record(visit: Visit, record: Record) -> PersonDocuments | None:
    """The ways to the documents of the person of this record; ``None`` before they sent a diagnostic."""
    sent = record.attempt is not None and record.attempt.is_finished and record.attempt.shared_at is not None
    if not sent and record.journey.latest is None:
        return None
    return _ways(visit, record.member.person_id)


def _person(visit: Visit, one: Sender) -> PersonDocuments:
    return replace(
        _ways(visit, one.person_id),
        name=named(one.name, one.number),
        sent=day_in_words(one.sent_at),
        issued=day_in_words(one.issued_at) if one.issued_at else "",
    )


def _ways(visit: Visit, person_id: str) -> PersonDocuments:
    address = {"handle": visit.launch.handle, "person": person_id}
    return PersonDocuments(
        talk_href=url_for("documents.talk", **address),  # type: ignore[arg-type]
        sheet_href=url_for("sheet.of_person", **address),  # type: ignore[arg-type]
        attestation_href=url_for("documents.attestation", **address),  # type: ignore[arg-type]
        eligibility_href=url_for("documents.eligibility", **address),  # type: ignore[arg-type]
    )


def _pages(visit: Visit, senders: Senders) -> Pages | None:
    page = senders.page
    if page.pages == 1:
        return None
    hrefs = {
        number: url_for("documents.overview", handle=visit.launch.handle, page=number)
        for number in (page.number - 1, page.number + 1)
        if 1 <= number <= page.pages
    }
    return Pages(
        text=_("Page %(page)s sur %(pages)s", page=page.number, pages=page.pages),
        previous_href=hrefs.get(page.number - 1, ""),
        next_href=hrefs.get(page.number + 1, ""),
    )


def _talk(talk: Talk) -> TalkSheet:
    profile = talk.profile
    return TalkSheet(
        name=named(talk.name, talk.number),
        day=_day_of(talk.attempt),
        can_do=_can_do(profile),
        next_steps=tuple(
            _("Apprendre à %(can_do)s.", can_do=can_do_in_words(text)) for text in _next_steps(profile)
        ),
        questions=_questions(profile),
    )


def _day_of(attempt: Attempt) -> str:
    return day_in_words(attempt.finished_at or attempt.updated_at)


def _can_do(profile: Profile) -> tuple[str, ...]:
    found = [_("Vous savez %(can_do)s.", can_do=can_do_in_words(text)) for text in profile.alone]
    found += [
        _("Vous savez %(can_do)s, avec un peu d'aide.", can_do=can_do_in_words(text))
        for text in profile.with_help
    ]
    opened = _("ouvrir une activité et passer d'une page à l'autre")
    return tuple(found[:CAN_DO_AT_MOST]) or (_("Vous savez %(can_do)s.", can_do=opened),)


def _next_steps(profile: Profile) -> tuple[str, ...]:
    wanted = dict.fromkeys(text for text in (profile.next_step, *profile.to_improve) if text)
    return tuple(wanted)[:STEPS_AT_MOST]


def _questions(profile: Profile) -> tuple[str, ...]:
    """Three questions to open the talk, from what the person showed (S1-32)."""
    first = next(iter(profile.alone or profile.with_help), "")
    return (
        _("Vous savez %(can_do)s. Quand faites-vous cela dans votre vie ?", can_do=can_do_in_words(first))
        if first
        else _("Qu'est-ce que vous faites déjà avec un téléphone ou un ordinateur ?"),
        _(
            "Le prochain petit pas : %(can_do)s. Cela vous serait utile pour quoi ?",
            can_do=can_do_in_words(profile.next_step),
        )
        if profile.next_step
        else _("Qu'est-ce que vous aimeriez apprendre maintenant ?"),
        _("De quoi avez-vous besoin pour y arriver : du temps, un appareil, quelqu'un ?"),
    )
