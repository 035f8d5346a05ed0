"""From domain values to what the administration's templates print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from flask import url_for

from lti_tool.domain.administration import KEPT_MONTHS, CentreSettings, KnownPlatform, is_named
from lti_tool.domain.audit import AuditEntry
from lti_tool.domain.families import family_of_addresses
from lti_tool.services.administrators import Administration
from lti_tool.services.audit import SHOWN_AT_MOST
from lti_tool.services.platforms import PlatformFile
from lti_tool.web import admin_words as words
from lti_tool.web import present_admin as present
from lti_tool.web.deed_words import action_in_words, actor_in_words, detail_in_words
from lti_tool.web.i18n import _, moment_in_words
from lti_tool.web.present import Frame
from lti_tool.web.showing import logo_shown

WATCH_SECONDS = 10


def frame() -> Frame:
    """What surrounds every page of the administration."""
    return Frame(sign_out_action=url_for("admin.end"), guide_href=url_for("guides.all"))


def centre_page(
    who: Administration,
    platforms: Sequence[KnownPlatform],
    settings: CentreSettings,
    *,
    given: str = "",
    is_odd: bool = False,
    is_saved: bool = False,
) -> present.CentrePage:
    """The centre, its platforms and what is set for it."""
    return present.CentrePage(
        centre=who.centre_name,
        platforms=tuple(_row(known) for known in platforms),
        action=url_for("admin.invite"),
        audit_href=url_for("admin.audit"),
        assistants_action=url_for("admin.let_assistants_see"),
        assistants_see=settings.assistants_see.value,
        rooms_action=url_for("admin.let_video_rooms_be"),
        video_rooms=settings.video_rooms.value,
        rule_action=url_for("admin.let_grade_rule_be"),
        grade_rule=settings.grade_rule.value,
        accent_action=url_for("admin.let_accent_be"),
        accent=settings.accent.value,
        logo=logo_shown(settings.logo, partial(url_for, "logo.own")),
        logo_action=url_for("logo.put_up"),
        logo_remove_action=url_for("logo.take_down"),
        sharing_action=url_for("admin.let_sharing_be"),
        sharing=settings.sharing.value,
        months_action=url_for("admin.keep_for"),
        months=settings.kept_months,
        months_offered=KEPT_MONTHS,
        home_href=url_for("admin.centre"),
        cards_href=url_for("cards.all_cards"),
        charters_href=url_for("charters.all_texts"),
        figures_href=url_for("figures.centre"),
        requests_href=url_for("data_requests.overview"),
        is_saved=is_saved,
        given=given,
        is_odd=is_odd,
        name_action=url_for("admin.call_it"),
        is_named=is_named(who.centre_name),
        given_name=who.centre_name if is_named(who.centre_name) else "",
        frame=frame(),
    )


def invited_page(name: str, secret: str, base_url: str) -> present.InvitedPage:
    """The address of a fresh invitation."""
    return present.InvitedPage(
        name=name,
        address=f"{base_url}{url_for('registration.offer', invite=secret)}",
        manual_href=url_for("manual.values", invite=secret),
        home_href=url_for("admin.centre"),
        frame=frame(),
    )


def platform_page(file: PlatformFile, *, notice: present.Notice = "") -> present.PlatformPage:
    """Everything about one platform, as it is stored."""
    known, registration = file.known, file.known.registration
    number = registration.id
    return present.PlatformPage(
        name=registration.name,
        address=registration.issuer,
        client_id=registration.client_id,
        is_enabled=registration.is_enabled,
        lines=check_lines(file),
        deployments=file.deployment_ids,
        asked=tuple(
            present.AskedLine(deployment_id=one.deployment_id, is_signed=one.is_signed) for one in file.asked
        ),
        deploy_action=url_for("admin.approve", number=number),
        addresses_action=url_for("admin.allow", number=number),
        sessions_action=url_for("admin.end_sessions", number=number),
        switch_href=url_for("admin.switch", number=number),
        watch_href=url_for("admin.checklist", number=number, watch=1),
        audit_href=url_for("admin.audit", about=number),
        home_href=url_for("admin.centre"),
        try_action=url_for("admin.try_grades", number=number) if file.can_try else "",
        parents="\n".join(registration.extra_parents),
        hosts="\n".join(registration.service_hosts),
        waiting=known.signs.waiting,
        refused=known.signs.refused,
        notice=notice,
        frame=frame(),
    )


def checklist_page(file: PlatformFile, *, is_watched: bool) -> present.ChecklistPage:
    """The checklist of one platform alone."""
    number = file.known.registration.id
    return present.ChecklistPage(
        name=file.known.registration.name,
        lines=check_lines(file),
        seconds=WATCH_SECONDS,
        is_watched=is_watched,
        is_complete=file.known.signs.is_complete,
        watch_href=url_for("admin.checklist", number=number, watch=1),
        stop_href=url_for("admin.checklist", number=number),
        back_href=url_for("admin.platform", number=number),
        frame=frame(),
    )


def switch_page(file: PlatformFile) -> present.SwitchPage:
    """The question before a platform is disabled or enabled."""
    registration = file.known.registration
    endpoint = "admin.disable" if registration.is_enabled else "admin.enable"
    return present.SwitchPage(
        name=registration.name,
        is_enabled=registration.is_enabled,
        action=url_for(endpoint, number=registration.id),
        back_href=url_for("admin.platform", number=registration.id),
        frame=frame(),
    )


def audit_page(
    who: Administration,
    entries: Sequence[AuditEntry],
    platforms: Sequence[KnownPlatform],
    about: KnownPlatform | None,
    texts: Mapping[str, str],
) -> present.AuditPage:
    """The last entries in words; platforms and ``texts`` to agree to by the names that they have today."""
    names = {**texts, **{known.registration.id: known.registration.name for known in platforms}}
    back = url_for("admin.platform", number=about.registration.id) if about else url_for("admin.centre")
    return present.AuditPage(
        centre=who.centre_name,
        platform=about.registration.name if about else "",
        lines=tuple(
            present.AuditLine(
                at=moment_in_words(entry.deed.at),
                who=actor_in_words(entry.deed.actor),
                what=action_in_words(entry.deed.action),
                about=names.get(entry.deed.object_id, ""),
                detail=detail_in_words(entry.deed.action, entry.deed.detail),
            )
            for entry in entries
        ),
        at_most=SHOWN_AT_MOST,
        back_href=back,
        frame=frame(),
    )


def check_lines(file: PlatformFile) -> tuple[present.CheckLine, ...]:
    """The five lines of the checklist, and one more where the names of a course are in doubt."""
    known = file.known
    family, signs = family_of_addresses(known.registration), known.signs
    doubt = _line(
        _("Beaucoup de noms ont changé d'un coup"),
        None,
        words.names_in_words(signs.courses_renamed),
        is_trouble=True,
    )
    return (
        *((doubt,) if signs.courses_renamed else ()),
        _line(_("Plateforme inscrite dans Passerelle"), known.created_at, ""),
        _line(
            _("Outil activé dans la plateforme"), signs.first_message_at, words.activation_in_words(family)
        ),
        _line(
            _("Première ouverture"),
            signs.first_launch_at,
            words.launch_in_words(family, is_waiting=bool(file.asked)),
            is_trouble=bool(file.asked),
        ),
        _line(
            _("Liste des participants lue"),
            signs.members_read_at,
            words.members_in_words(
                family, signs.members_reason, has_launched=signs.first_launch_at is not None
            ),
            is_trouble=bool(signs.members_reason),
        ),
        _grades_line(file, family),
    )


def _grades_line(file: PlatformFile, family: str) -> present.CheckLine:
    signs = file.known.signs
    label = _("Envoi des notes")
    if signs.grades_trouble:
        mend = words.grades_in_words(family, signs.grades_trouble)
        return _line(label, None, mend, is_trouble=True)
    if signs.last_grade_at is not None:
        return _line(label, signs.last_grade_at, "")
    if signs.grades_tried_at is not None:
        return _line(_("Envoi des notes : l'essai a réussi"), signs.grades_tried_at, "")
    if file.can_try:
        mend = _("Vous pouvez faire un essai sans note, sur la page de cette plateforme.")
    elif signs.first_launch_at is None:
        mend = _("Ouvrez d'abord l'activité dans un cours.")
    else:
        mend = words.grades_in_words(family, "no-grade-service")
    return _line(label, None, mend)


def _line(label: str, at: datetime | None, mend: str, *, is_trouble: bool = False) -> present.CheckLine:
    if at is not None:
        return present.CheckLine(label=label, state="done", at=moment_in_words(at))
    return present.CheckLine(label=label, state="trouble" if is_trouble else "open", mend=mend)


def _row(known: KnownPlatform) -> present.PlatformRow:
    signs, registration = known.signs, known.registration
    return present.PlatformRow(
        name=registration.name or registration.issuer,
        address=urlsplit(registration.issuer).netloc or registration.issuer,
        href=url_for("admin.platform", number=registration.id),
        is_enabled=registration.is_enabled,
        is_complete=signs.is_complete,
        last_launch=moment_in_words(signs.last_launch_at) if signs.last_launch_at else "",
        last_grade=moment_in_words(signs.last_grade_at) if signs.last_grade_at else "",
        waiting=signs.waiting,
        refused=signs.refused,
    )
