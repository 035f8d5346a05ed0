"""Why a grade waits or was refused, in a trainer's words, and what to change in the LMS."""

from __future__ import annotations

from lti_tool.domain.cohort import ColumnGrade
from lti_tool.web.i18n import _


def reason_in_words(grade: ColumnGrade) -> str:
    """Completes "en attente : …" or "refusée : …"."""
    return why_in_words(grade.reason)


def why_in_words(reason: str) -> str:
    """The same, from the reason's code."""
    words = {
        "unreachable": _("la plateforme ne répond pas"),
        "timeout": _("la plateforme ne répond pas à temps"),
        "reset": _("la plateforme a coupé la connexion"),
        "tls": _("le certificat de la plateforme n'est pas valable"),
        "token-endpoint": _("la plateforme ne donne pas l'accès pour le moment"),
        "server-error": _("la plateforme a un problème"),
        "not-json": _("la plateforme a répondu par une page inattendue"),
        "rate-limited": _("la plateforme demande d'attendre"),
        "conflict": _("la plateforme compare avec une note plus récente"),
        "column-in-hand": _("la colonne se prépare"),
        "to-confirm": _("la plateforme doit encore confirmer"),
        "no-grade-service": _("l'activité n'accepte pas de notes"),
        "no-new-columns": _("la plateforme ne permet pas de nouvelle colonne"),
        "scope-missing": _("la plateforme n'autorise pas l'envoi de notes"),
        "not-gradable": _("cette personne n'a pas de note possible dans ce cours"),
        "line-item-gone": _("la colonne n'existe plus dans le cours"),
        "invalid-body": _("la plateforme n'accepte pas ce message"),
        "unauthorized": _("la plateforme ne reconnaît pas Passerelle"),
        "invalid-client": _("la plateforme ne reconnaît pas la clé de Passerelle"),
        "redirected": _("l'adresse de la plateforme a changé"),
        "locked": _("la note semble verrouillée dans le cours"),
        "changed-in-lms": _("la note a été changée dans le cours"),
        "kept-in-lms": _("la plateforme garde sa valeur"),
        "not-shown": _("la plateforme ne montre plus de note"),
        "restored": _("le serveur de Passerelle a été remis en état : vérifiez cette note"),
    }
    return words.get(reason, _("la plateforme n'a pas pris la note"))


def remedy_in_words(reason: str) -> str:
    """What to change, in Moodle's own menus where there are some; empty when nothing can be done here.

    Source: grader report and gradebook setup of Moodle 4.1 and 5.1, where menus have the same names.
    """
    words = {
        "no-grade-service": _(
            "Dans l'activité, cochez « Accepter les notes de l'outil », puis ouvrez-la encore une fois."
        ),
        "no-new-columns": _(
            "Dans l'outil externe, choisissez « synchronisation des notes et gestion des colonnes »."
        ),
        "scope-missing": _("Dans l'outil externe, autorisez l'envoi de notes, puis ouvrez l'activité."),
        "not-gradable": _(
            "Vérifiez que la personne est inscrite au cours comme étudiante. Dans Moodle : « Participants »."
        ),
        "server-error": _(
            "Si cela dure, la note est peut-être verrouillée. Dans Moodle, ouvrez « Notes », puis « Mode "
            "d'édition ». Dans le menu de la case, et dans celui de la colonne, choisissez « Déverrouiller »."
        ),
        "line-item-gone": _("Remettez la colonne dans le carnet de notes, puis appuyez sur « Renvoyer »."),
        "invalid-body": _("Donnez le mot technique à l'administrateur."),
        "unauthorized": _("L'administrateur doit vérifier la connexion de l'outil."),
        "invalid-client": _("L'administrateur doit vérifier l'adresse des clés de Passerelle."),
        "redirected": _("L'administrateur doit corriger l'adresse de la plateforme."),
        "locked": _(
            "Dans Moodle, ouvrez « Notes », puis « Mode d'édition ». Dans le menu de la case, et dans celui "
            "de la colonne, choisissez « Déverrouiller ». Ici, appuyez sur « Renvoyer »."
        ),
        "changed-in-lms": _("Ouvrez « Les notes », puis choisissez laquelle compte."),
        "kept-in-lms": _(
            "Dans Moodle, ouvrez « Notes », puis « Mode d'édition ». Dans le menu de la case, choisissez "
            "« Modifier la note » (la roue dentée dans Moodle 4.1). Décochez « Court-circuité » et "
            "« Verrouillé », puis enregistrez. Ici, dans « Les notes », appuyez sur « Remettre la nôtre »."
        ),
        "restored": _("Regardez la note dans la plateforme. Si elle manque, appuyez sur « Renvoyer »."),
        "not-shown": _("Appuyez sur « Renvoyer » pour envoyer la note encore une fois."),
    }
    return words.get(reason, "")
