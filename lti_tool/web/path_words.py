"""Why a module is on somebody's list, in one sentence: for the learner, and for the trainer. And how long."""

from __future__ import annotations

from lti_tool.domain.checks import INTERESTS, OBSTACLES
from lti_tool.domain.needs import Need
from lti_tool.domain.path import Proposal, Why
from lti_tool.web.i18n import _, counted
from lti_tool.web.state import services


def reason_for_learner(proposal: Proposal) -> str:
    """One sentence to the person themselves."""
    what = about_in_words(proposal)
    match proposal.why:
        case Why.AGAIN:
            return _("Vous l'avez déjà fait. Le revoir peut aider : « %(what)s ».", what=what)
        case Why.NEED:
            return _need_of_learner(proposal.about)
        case Why.OBSTACLE:
            return _("Vous avez dit : « %(what)s ».", what=what)
        case Why.WISH:
            return _("Vous avez choisi : « %(what)s ».", what=what)
        case Why.GESTURES:
            return _("Pour être à l'aise avec les premiers gestes.")
        case Why.WITH_HELP:
            return _("Vous avez fait ceci avec de l'aide : « %(what)s ».", what=what)
        case Why.TO_LEARN:
            return _("C'est encore à apprendre : « %(what)s ».", what=what)
        case Why.FURTHER:
            return _("Pour aller un peu plus loin : « %(what)s ».", what=what)
        case Why.AREA:
            return _("C'est un domaine à découvrir : « %(what)s ».", what=what)
        case Why.SAFETY:
            return _("Éviter les pièges, c'est utile à tout le monde.")
        case Why.CORE:
            return _("C'est un bon début, pour tout le monde.")
        case Why.CHOSEN:
            return _("Votre formateur l'a choisi pour vous.")


def reason_for_trainer(proposal: Proposal) -> str:
    """The same about a person."""
    what = about_in_words(proposal)
    match proposal.why:
        case Why.AGAIN:
            return _("Déjà fait, mais à revoir d'après une mesure plus récente : « %(what)s ».", what=what)
        case Why.NEED:
            return _need_of_person(proposal.about)
        case Why.OBSTACLE:
            return _("La personne a dit : « %(what)s ».", what=what)
        case Why.WISH:
            return _("La personne a choisi : « %(what)s ».", what=what)
        case Why.GESTURES:
            return _("Les premiers gestes ne sont pas encore tous là.")
        case Why.WITH_HELP:
            return _("Fait avec de l'aide : « %(what)s ».", what=what)
        case Why.TO_LEARN:
            return _("Encore à apprendre : « %(what)s ».", what=what)
        case Why.FURTHER:
            return _("Pour aller plus loin : « %(what)s ».", what=what)
        case Why.AREA:
            return _("Le niveau de ce domaine est plus bas que le but du module : « %(what)s ».", what=what)
        case Why.SAFETY:
            return _("La sécurité est proposée à tout le monde.")
        case Why.CORE:
            return _("Proposé à toute personne qui arrive.")
        case Why.CHOSEN:
            return _("Choisi par un formateur.")


def about_in_words(proposal: Proposal) -> str:
    """The competence, the area, the obstacle or the wish that a reason speaks of; empty for other reasons,
    and where it left the content.
    """
    match proposal.why:
        case Why.OBSTACLE:
            return _choice_in_words(OBSTACLES, proposal.about)
        case Why.WISH:
            return _choice_in_words(INTERESTS, proposal.about)
        case Why.AREA:
            return _(services().area_names.get(proposal.about, ""))
        case _:
            return _(services().competence_names.get(proposal.about, ""))


def _choice_in_words(slug: str, choice_id: str) -> str:
    check = services().checks.known.get(slug)
    found = (question.choice(choice_id) for question in check.questions) if check else ()
    return next((_(choice.text) for choice in found if choice is not None), "")


def _need_of_learner(need: str) -> str:
    words = {
        Need.DEVICE_LOAN: _("Vous n'avez pas encore d'ordinateur à vous."),
        Need.DEVICE_SHARED: _("Vous partagez un ordinateur."),
        Need.CONNECTION_OFFER: _("Chez vous, la connexion est à améliorer."),
        Need.PLACE_ROOM: _("Vous cherchez un endroit calme."),
        Need.FIRST_HANDS_ON: _("Vous n'avez pas encore fait d'appel vidéo sans aide."),
        Need.HELP_PERSON: _("Vous cherchez une personne pour vous aider."),
        Need.TIME_OTHER: _("Vous apprenez plutôt le soir ou le week-end."),
        Need.TIME_SHORT: _("Vous avez peu de temps. Ce module est court."),
    }
    return words[Need(need)]


def _need_of_person(need: str) -> str:
    words = {
        Need.DEVICE_LOAN: _("La personne n'a pas d'ordinateur à elle."),
        Need.DEVICE_SHARED: _("La personne partage un ordinateur."),
        Need.CONNECTION_OFFER: _("La connexion à la maison est à améliorer."),
        Need.PLACE_ROOM: _("La personne cherche un endroit calme."),
        Need.FIRST_HANDS_ON: _("La personne n'a pas encore fait d'appel vidéo sans aide."),
        Need.HELP_PERSON: _("La personne cherche quelqu'un pour l'aider."),
        Need.TIME_OTHER: _("La personne apprend plutôt le soir ou le week-end."),
        Need.TIME_SHORT: _("La personne a peu de temps."),
    }
    return words[Need(need)]


def duration_in_words(minutes: int) -> str:
    """How long several modules take, to five minutes: "40 minutes", "3 heures", "6 h 35"."""
    hours, rest = divmod(5 * round(minutes / 5), 60)
    if not hours:
        return counted("%(num)s minute", "%(num)s minutes", rest)
    if not rest:
        return counted("%(num)s heure", "%(num)s heures", hours)
    return _("%(hours)s h %(minutes)s", hours=hours, minutes=f"{rest:02d}")
