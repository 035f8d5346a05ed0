"""How fresh a course's roster is, and why it is not, in a trainer's words."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for

from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import Roster
from lti_tool.services.launches import Visit
from lti_tool.web.i18n import _, counted, moment_in_words
from lti_tool.web.present_cohort import NamesNote, RosterNote

NOT_OFFERED = frozenset({"scope-missing", "context-gone", "unauthorized"})
"""The platform says no: as far as a trainer is concerned it gives no roster."""


def roster_note(visit: Visit, roster: Roster | None, now: datetime) -> RosterNote:
    """What the group's page says about the roster, and what can be done about it."""
    if roster is None or roster.url is None:
        read_at = roster.read_at if roster else None
        return RosterNote(lines=_no_longer(read_at) if read_at else _never(), is_trouble=read_at is not None)
    is_trouble = bool(roster.reason) or _is_held(roster, now)
    is_trainer = visit.rights is Rights.TRAINER
    handle = visit.launch.handle
    return RosterNote(
        lines=_trouble(roster, now) if is_trouble else _fresh(roster, now),
        is_trouble=is_trouble,
        code=roster.reason,
        refresh_action=url_for("cohort.refresh", handle=handle),
        missing=roster.pending_missing,
        agree_action=url_for("cohort.agree", handle=handle) if is_trainer and roster.pending_missing else "",
    )


def names_note(visit: Visit, roster: Roster | None) -> NamesNote | None:
    """What the group's page says when most names became others at once; ``None`` when they did not (Z25)."""
    if roster is None or roster.names is None:
        return None
    is_trainer = visit.rights is Rights.TRAINER
    return NamesNote(
        text=_(
            "Beaucoup de noms ont changé d'un coup : %(changed)s sur %(known)s. Si la plateforme a été "
            "réinstallée, les résultats affichés sont peut-être ceux d'autres personnes. "
            "Prévenez l'administrateur.",
            changed=roster.names.changed,
            known=roster.names.known,
        ),
        seen_at=roster.names.at.isoformat(),
        accept_action=url_for("cohort.accept_names", handle=visit.launch.handle) if is_trainer else "",
    )


def _never() -> tuple[str, ...]:
    return (
        _("Cette plateforme ne donne pas la liste du cours."),
        _("Voici les personnes qui ont ouvert l'activité."),
    )


def _no_longer(read_at: datetime) -> tuple[str, ...]:
    return (
        _("Cette plateforme ne donne plus la liste du cours."),
        _("La liste affichée date du %(moment)s.", moment=moment_in_words(read_at)),
    )


def _fresh(roster: Roster, now: datetime) -> tuple[str, ...]:
    if roster.read_at is None:
        return (_("La liste du cours arrive. Rechargez cette page dans un moment."),)
    lines = (_age(roster.read_at, now),)
    is_under_way = roster.due_at is not None and roster.due_at <= now
    return (*lines, _("Une mise à jour est en cours.")) if is_under_way else lines


def _age(read_at: datetime, now: datetime) -> str:
    minutes = max(0, int((now - read_at) / timedelta(minutes=1)))
    if minutes == 0:
        return _("Liste du cours mise à jour à l'instant.")
    if minutes < 60:
        return counted(
            "Liste du cours mise à jour il y a %(num)s minute.",
            "Liste du cours mise à jour il y a %(num)s minutes.",
            minutes,
        )
    return _("Liste du cours mise à jour le %(moment)s.", moment=moment_in_words(read_at))


def _trouble(roster: Roster, now: datetime) -> tuple[str, ...]:
    lines: list[str] = []
    if roster.read_at is None and roster.reason in NOT_OFFERED:
        lines += [*_never(), remedy_in_words(roster.reason)]
    else:
        lines.append(reason_in_words(roster.reason))
        if roster.read_at is None:
            lines.append(_("Voici les personnes qui ont ouvert l'activité."))
        else:
            at = moment_in_words(roster.read_at)
            lines.append(_("La liste affichée date du %(moment)s. Personne n'en est retiré.", moment=at))
        lines.append(remedy_in_words(roster.reason))
    next_at = max((at for at in (roster.due_at, roster.circuit_until) if at is not None), default=None)
    if roster.due_at is not None and next_at is not None and next_at > now:
        lines.append(_("Nouvel essai : %(moment)s.", moment=moment_in_words(next_at)))
    return tuple(line for line in lines if line)


def _is_held(roster: Roster, now: datetime) -> bool:
    """Whether the platform is left alone for a while, so that the roster waits too."""
    return roster.due_at is not None and roster.circuit_until is not None and roster.circuit_until > now


def reason_in_words(reason: str) -> str:
    """Why the roster could not be read, one sentence. Without a reason the platform does not answer."""
    words = {
        "": _("La plateforme ne répond pas pour le moment. La liste du cours attend."),
        "unreachable": _("La plateforme ne répond pas. La liste du cours n'est pas à jour."),
        "reset": _("La plateforme a coupé la connexion. La liste du cours n'est pas à jour."),
        "timeout": _("La plateforme répond trop lentement. La liste du cours n'est pas à jour."),
        "tls": _("Le certificat de la plateforme n'est pas valable. La liste du cours n'est pas lue."),
        "token-endpoint": _("La plateforme ne donne pas l'accès pour le moment. La liste attend."),
        "server-error": _("La plateforme a un problème. La liste du cours n'est pas à jour."),
        "rate-limited": _("La plateforme demande d'attendre. La liste du cours n'est pas à jour."),
        "not-json": _("La plateforme a répondu par une page inattendue. La liste n'est pas reprise."),
        "too-large": _("La liste du cours est trop longue. Elle n'est pas reprise."),
        "roster-too-large": _("La liste du cours est trop longue. Elle n'est pas reprise."),
        "endless-list": _("La liste du cours ne se termine pas. Elle n'est pas reprise."),
        "other-host": _("La suite de la liste est sur un autre site. La liste n'est pas reprise."),
        "scope-missing": _("La plateforme n'autorise plus la lecture de la liste du cours."),
        "unauthorized": _("La plateforme ne reconnaît plus Passerelle."),
        "invalid-client": _("La plateforme ne reconnaît pas la clé de Passerelle."),
        "context-gone": _("La plateforme ne trouve plus la liste de ce cours."),
        "redirected": _("L'adresse de la plateforme a changé."),
    }
    return words.get(reason, _("La liste du cours n'a pas pu être lue."))


def remedy_in_words(reason: str) -> str:
    """One sentence on what to change, or empty when nothing can be done here."""
    words = {
        "scope-missing": _(
            "Pour l'avoir, l'administrateur permet « Names and Role Provisioning » dans l'outil externe."
        ),
        "unauthorized": _("L'administrateur doit vérifier la connexion de l'outil."),
        "invalid-client": _("L'administrateur doit vérifier l'adresse des clés de Passerelle."),
        "redirected": _("L'administrateur doit corriger l'adresse de la plateforme."),
        "too-large": _("Donnez le mot technique à l'administrateur."),
        "roster-too-large": _("Donnez le mot technique à l'administrateur."),
        "endless-list": _("Donnez le mot technique à l'administrateur."),
        "other-host": _("Donnez le mot technique à l'administrateur."),
    }
    return words.get(reason, "")
