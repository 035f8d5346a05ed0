"""The tables and columns of one's own data in words, and the codes that stand in them."""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.web.i18n import _


def table_titles() -> Mapping[str, str]:
    """What a table holds."""
    return {
        "person": _("Vous, pour votre plateforme"),
        "person_name": _("Votre nom"),
        "course_member": _("Vos cours"),
        "membership": _("Activités ouvertes"),
        "background": _("Votre situation, pour les totaux"),
        "welcome_medium": _("Photo et voix d'accueil"),
        "task_voice": _("Votre voix, qui lit des tâches"),
        "attempt": _("Diagnostics"),
        "answer": _("Réponses"),
        "area_level": _("Niveaux"),
        "check_run": _("Questionnaires"),
        "check_answer": _("Réponses aux questionnaires"),
        "outside_result": _("Résultats d'autres tests"),
        "module_run": _("Modules"),
        "module_step": _("Étapes des modules"),
        "agreement": _("Textes acceptés"),
        "path_plan": _("Votre chemin"),
        "path_choice": _("Modules ajoutés ou retirés"),
        "path_skip": _("Étapes laissées de côté"),
        "stuck_call": _("Appels à l'aide"),
        "action": _("Choses à faire pour vous"),
        "loan": _("Prêts"),
        "note": _("Notes d'entretien"),
        "observation": _("Niveaux observés"),
        "correction": _("Corrections"),
        "objection": _("Désaccords"),
        "attestation": _("Attestations"),
        "delivery": _("Notes"),
        "delivery_attempt": _("Envois"),
        "session": _("Sessions ouvertes"),
        "launch": _("Pages ouvertes"),
        "deep_link_request": _("Choix d'activité ouverts"),
        "kiosk_code": _("Codes pour un poste partagé"),
        "sitting": _("Ouvertures côte à côte"),
        "record_view": _("Qui a regardé votre dossier"),
        "comfort": _("Confort de lecture"),
        "data_request": _("Demandes"),
        "person_restriction": _("Données en pause"),
    }


def column_names() -> Mapping[str, str]:
    """What a column tells. Columns that tell the same have the same words."""
    return {column: words for columns, words in _columns().items() for column in columns.split()}


def code_words() -> Mapping[str, str]:
    """Codes of ours in words; what is not here stands as it was written."""
    return {
        "alone": _("seul"),
        "helped": _("avec de l'aide"),
        "failed": _("pas encore"),
        "skipped": _("je ne sais pas"),
        "open": _("commencé"),
        "finished": _("fini"),
        "declined": _("pas maintenant"),
        "entry": _("début"),
        "midway": _("étape"),
        "end": _("fin"),
        "learner": _("apprenant"),
        "trainer": _("formateur"),
        "assistant": _("assistant"),
        "to-do": _("à faire"),
        "under-way": _("commencé"),
        "done": _("fait"),
        "not-needed": _("pas nécessaire"),
        "record": _("votre dossier"),
        "document": _("un document"),
        "export": _("un fichier"),
        "together": _("côte à côte"),
        "erase": _("tout effacer"),
        "restrict": _("mettre en pause"),
        "resume": _("finir la pause"),
        "correct": _("corriger"),
        **_comfort_words(),
    }


def _comfort_words() -> Mapping[str, str]:
    return {
        "normal": _("comme d'habitude"),
        "large": _("plus grand"),
        "largest": _("très grand"),
        "wide": _("plus d'espace"),
        "device": _("comme sur mon appareil"),
        "light": _("fond clair"),
        "dark": _("fond sombre"),
        "strong": _("fond noir, couleurs fortes"),
    }


def _columns() -> Mapping[str, str]:
    return {**_moments(), **_results(), **_others()}


def _moments() -> Mapping[str, str]:
    return {
        "created_at first_seen_at first_launch_at first_at asked_at": _("Première fois"),
        "last_seen_at last_launch_at launched_at last_at refreshed_at": _("Dernière fois"),
        "at day event_at taken_on observed_on said_at called_at entered_at written_at answered_at"
        " consented_at": _("Date"),
        "started_at begun_at since lent_on lent_at issued_at restricted_at": _("Début"),
        "finished_at ended_at done_at solved_at returned_on left_at": _("Fin"),
        "updated_at changed_at": _("Dernier changement"),
        "shared_at sent_at": _("Envoyé"),
        "is_shared_at_end": _("Lu par l'équipe dès la fin"),
        "expires_at due_on": _("Jusqu'au"),
        "agreed_at confirmed_at acknowledged_at": _("Accepté"),
        "withdrawn_at struck_at emptied_at": _("Retiré"),
        "coming_at replied_at talked_on": _("Réponse de l'équipe"),
        "paper_on": _("Fait sur papier"),
        "waits_since": _("En attente depuis"),
        "helps_at": _("Demandé si cela aide"),
    }


def _results() -> Mapping[str, str]:
    return {
        "activity check_slug module": _("Activité"),
        "area competence family": _("Domaine ou compétence"),
        "level level_id": _("Niveau"),
        "low": _("Au moins"),
        "high": _("Au plus"),
        "p": _("Certitude"),
        "outcome outcomes": _("Résultat"),
        "item_id": _("Tâche"),
        "format mode": _("Forme"),
        "position round number": _("Numéro"),
        "tries times hints": _("Combien de fois"),
        "parts": _("Parties"),
        "right_parts": _("Parties réussies"),
        "seconds": _("Secondes"),
        "points score desired_points": _("Note"),
        "sent_points": _("Note envoyée"),
        "acknowledged_points platform_points": _("Note dans la plateforme"),
        "maximum": _("Sur"),
        "stage": _("Moment"),
        "start access choices choice said ticked line": _("Ce que vous avez dit"),
        "question": _("Question"),
        "before": _("Avant"),
        "after": _("Après"),
        "is_accompanied": _("Avec un formateur"),
        "is_skipped is_put_off is_told is_wanted": _("Oui ou non"),
    }


def _others() -> Mapping[str, str]:
    return {
        "sub": _("Votre numéro sur la plateforme"),
        "name": _("Nom"),
        "rights listed_rights": _("Rôle"),
        "is_learner": _("Apprend ici"),
        "is_listed": _("Dans la liste du cours"),
        "is_graded": _("Reçoit des notes"),
        "groups": _("Groupes"),
        "locale language": _("Langue"),
        "state ended_how": _("État"),
        "what thing kind cause": _("Quoi"),
        "place scene step variant": _("Où"),
        "source says entered_by": _("Origine"),
        "version item_version": _("Version"),
        "text words comment statement": _("Texte"),
        "reason wait_reason": _("Raison"),
        "reply answer": _("Réponse"),
        "inventory": _("Numéro d'inventaire"),
        "accessories more": _("Avec"),
        "condition": _("État de l'appareil"),
        "missing": _("Ce qui manque"),
        "helps": _("Cela aide"),
        "size": _("Taille du texte"),
        "spacing": _("Espace"),
        "contrast": _("Couleurs"),
        "is_one_handed": _("Grand bouton en bas"),
        "has_sound": _("Bouton « Écouter »"),
        "second_language": _("Deuxième langue"),
        "media_type bytes": _("Fichier"),
    }
