"""The words of the grade ledger."""

from __future__ import annotations

from flask_babel import format_decimal

from lti_tool.domain import ledger
from lti_tool.domain.cohort import ColumnGrade, GradeState
from lti_tool.domain.grade import Delivery
from lti_tool.web.i18n import _, moment_in_words
from lti_tool.web.reasons import reason_in_words


def points_in_words(points: float, maximum: float) -> str:
    """A value with its maximum: « 3 sur 8 »."""
    return _("%(points)s sur %(maximum)s", points=_number(points), maximum=_number(maximum))


def _number(points: float) -> str:
    return str(format_decimal(round(points, 2)))


def fate_in_words(told: ColumnGrade, delivery: Delivery) -> str:
    """What became of grades that need no choice, in whole sentences."""
    since, reason = moment_in_words(told.at), reason_in_words(told)
    if told.state is GradeState.REFUSED:
        return _("Refusée : %(reason)s. C'était le %(moment)s.", reason=reason, moment=since)
    if told.state is GradeState.READING:
        return _("Nous relisons cette note dans la plateforme. Rechargez cette page dans un moment.")
    if told.state is GradeState.WAITING:
        again = moment_in_words(told.next_attempt_at or told.at)
        return _(
            "En attente depuis le %(moment)s : %(reason)s. Nouvel essai : %(again)s.",
            moment=since,
            reason=reason,
            again=again,
        )
    if told.state is GradeState.TO_SEND:
        return _("À envoyer. L'envoi part dans un instant.")
    sent = moment_in_words(delivery.sent_at or told.at)
    if ledger.read_at(delivery):
        return _(
            "Envoyée le %(sent)s. Relue le %(read)s : la plateforme montre la même note.",
            sent=sent,
            read=since,
        )
    return _("Envoyée le %(sent)s. La plateforme l'a acceptée.", sent=sent)


def difference_in_words(delivery: Delivery) -> str:
    """Why the platform shows another value than ours."""
    if ledger.is_kept(delivery):
        return _("Gardée comme dans la plateforme : votre choix.")
    if delivery.reason == ledger.KEPT_THERE:
        return _("La plateforme garde sa valeur : la note y est verrouillée ou remplacée à la main.")
    return _("La note a été changée dans la plateforme. Choisissez laquelle compte.")


def reading_in_words(delivery: Delivery) -> str:
    """When the platform was read; empty when it was not."""
    at = ledger.read_at(delivery)
    return moment_in_words(at) if at else ""
