"""What the columns of exported tables tell, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.web.i18n import _


def meanings() -> Mapping[str, str]:
    """A sentence or two for each column, by its code."""
    return {**_of_people(), **_of_results()}


def _of_people() -> Mapping[str, str]:
    return {
        "number": _("Le numéro de la personne dans ce cours. Il reste le même d'un fichier à l'autre."),
        "name": _("Le nom donné par la plateforme. Seulement dans un fichier avec les noms."),
        "groups": _("Les numéros des groupes dans la plateforme."),
        "is_enrolled": _("« Non » : la personne n'est plus dans la liste de la plateforme."),
        "needs": _("Ce que la personne a dit qu'il lui manque, dans le diagnostic envoyé."),
        "needs_done": _("Ceux que l'équipe a notés comme faits."),
        "loans_open": _("Combien d'appareils la personne a en ce moment."),
        "modules": _("Les modules que la personne a finis dans ce cours."),
        "stage": _("Au début, en cours de route ou à la fin de la formation."),
    }


def _of_results() -> Mapping[str, str]:
    return {
        "area": _("Le numéro et le nom du domaine."),
        "level": _(
            "De 0 à 4, sur l'échelle DigComp de 0 à 8. 0 : les premiers gestes."
            " Vide : pas mesuré ou pas envoyé."
        ),
        "low": _("Le plus bas niveau possible, d'après les réponses."),
        "high": _("Le plus haut niveau possible, d'après les réponses."),
        "certainty": _("Entre 0 et 1 : la chance que le niveau soit juste."),
        "observed_level": _("Le niveau écrit par un formateur, à côté de la mesure."),
        "mode": _("Complet, court, ou sur un domaine."),
        "finished_on": _("Le jour de la dernière tâche."),
        "on": _("Le jour de la dernière tâche."),
        "paper_on": _(
            "Le jour écrit sur la feuille, pour un diagnostic fait sur papier. Vide : fait sur un écran."
        ),
        "tasks": _("Combien de tâches ont été faites. C'est la preuve derrière le niveau."),
        "tasks_helped": _("Combien ont réussi après l'aide de l'outil."),
        "tasks_accompanied": _("Combien ont été faites avec quelqu'un à côté."),
        "bank_version": _("Pour comparer des résultats : la même version pose les mêmes tâches."),
        "engine_version": _("Pour comparer des résultats : la même version calcule de la même façon."),
        "skills": _(
            "Aucune : niveau 0 partout. De base : au moins 1 dans les 5 domaines."
            " Plus que de base : au moins 3 partout. Faibles : le reste."
        ),
        "competence": _("Le numéro et le nom de la compétence."),
        "source": _("Un besoin dit par la personne, une chose ajoutée par l'équipe, ou un prêt."),
        "kind": _("Le besoin, ou l'appareil prêté."),
        "state": _("Où en est cette chose, ou cette note."),
        "since": _("Le jour où l'équipe a pu le savoir. Pour un prêt : le jour du prêt."),
        "moved_on": _("Le jour du dernier changement d'état. Pour un prêt : le jour du retour."),
        "due_on": _("Le jour fixé pour le retour."),
        "helps": _("Ce que la personne a répondu, deux semaines après le prêt."),
        "text": _("Ce que l'équipe a écrit. Seulement dans un fichier avec les noms."),
        "column": _("La colonne de l'activité, ou celle d'un domaine."),
        "points": _("La note que Passerelle envoie."),
        "maximum": _("8 pour un niveau, 100 pour un module."),
        "sent_on": _("Le jour où la plateforme a pris la note."),
        "platform_points": _("Ce que la plateforme montrait la dernière fois qu'elle a été lue."),
        "reason": _("Pourquoi la note attend. La page « Les notes » le dit en mots."),
    }
