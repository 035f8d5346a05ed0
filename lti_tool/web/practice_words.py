"""The words of a team's review of its own practice."""

from __future__ import annotations

from lti_tool.domain.practice import Answer, Topic
from lti_tool.web.i18n import _


def question_in_words(topic: Topic) -> str:
    """What a team asks itself."""
    return {
        Topic.WELCOME: _("L'accueil : avons-nous écouté chaque personne au début ?"),
        Topic.EQUIPMENT: _("L'équipement : chacun avait-il un appareil et une connexion qui marchent ?"),
        Topic.HELP: _("L'accompagnement : quelqu'un était-il là quand une personne bloquait ?"),
        Topic.PACE: _("Le rythme : chacun a-t-il eu assez de temps ?"),
        Topic.MODULES: _("Les modules : allaient-ils avec ce que les personnes voulaient apprendre ?"),
        Topic.DISTANCE: _("La distance : l'avons-nous préparée ensemble avant ?"),
        Topic.FOLLOW_UP: _("Le suivi : chacun sait-il où continuer maintenant ?"),
    }[topic]


def answer_in_words(answer: Answer | None) -> str:
    """How it went; a dash where it was not asked then."""
    if answer is None:
        return "–"
    return {
        Answer.WELL: _("Oui, bien"),
        Answer.PARTLY: _("En partie"),
        Answer.TO_CHANGE: _("Pas encore, à changer"),
        Answer.LATER: _("Nous n'en avons pas parlé"),
    }[answer]
