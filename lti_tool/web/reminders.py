"""Short texts that a trainer copies to remind somebody: a meeting, a video session, a long silence (S1-24).

Each fits into one SMS and holds nothing about the person.
"""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.domain.checks import CHANNEL, INTERESTS, Check
from lti_tool.services.told import Told
from lti_tool.web.i18n import _
from lti_tool.web.present_checks import Reminders, ReminderText


def reminders(told: Told, known: Mapping[str, Check]) -> Reminders:
    """The texts, and how the learner wants to be told where they let the trainer know."""
    return Reminders(
        channel=_channel(told, known),
        texts=(
            ReminderText(
                label=_("Pour un rendez-vous"),
                text=_(
                    "Bonjour. Nous avons rendez-vous le « jour » à « heure », à cette adresse : « adresse »."
                    " Vous ne pouvez pas venir ? Dites-le-moi."
                ),
            ),
            ReminderText(
                label=_("Pour une séance en vidéo"),
                text=_(
                    "Bonjour. Séance en vidéo le « jour » à « heure ». Lien : « lien »."
                    " Pas de matériel chez vous ? Venez dans la salle « salle »."
                ),
            ),
            ReminderText(
                label=_("Après un long silence"),
                text=_(
                    "Bonjour. Nous n'avons plus de vos nouvelles. Tout va bien ?"
                    " Votre travail est gardé. Vous pouvez revenir quand vous voulez."
                ),
            ),
        ),
    )


def _channel(told: Told, known: Mapping[str, Check]) -> str:
    run, check = told.latest(INTERESTS), known.get(INTERESTS)
    question = check.question(CHANNEL) if check else None
    answer = run.answers.get(CHANNEL) if run else None
    if question is None or answer is None:
        return ""
    return next((_(one.text) for one in question.choices if one.id in answer.choices), "")
