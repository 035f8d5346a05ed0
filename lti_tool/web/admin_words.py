"""The words of the administration: the checklist with the mend of each line, and refusals.

Moodle's words are those of its French language packs (components ``lti`` 4.1, ``ltiservice_memberships`` and
``ltiservice_gradebookservices``).
"""

from __future__ import annotations

from lti_tool.web.i18n import _, counted
from lti_tool.web.present_admin import FailedPage
from lti_tool.web.showing import frame_of_connecting


def activation_in_words(family: str) -> str:
    """What to press in the platform when it has not asked for anything yet."""
    words = {
        "moodle": _(
            "Dans Moodle : « Administration du site », « Plugins », « Outil externe », « Gérer les outils ». "
            "Sur la carte « Passerelle », appuyez sur « Activer ». Puis ouvrez l'activité dans un cours."
        ),
        "canvas": _(
            "Dans Canvas : « Applications », puis « Ajouter » dans un compte ou un cours. "
            "Puis ouvrez Passerelle."
        ),
        "brightspace": _(
            "Dans Brightspace : « Gérer l'extensibilité », « LTI Advantage ». Activez Passerelle et son "
            "déploiement. Puis ouvrez Passerelle dans un cours."
        ),
        "blackboard": _(
            "Dans Blackboard : « Fournisseurs d'outils LTI ». Approuvez Passerelle. "
            "Puis ouvrez Passerelle dans un cours."
        ),
        "sakai": _(
            "Dans Sakai, rendez l'outil Passerelle visible pour vos sites. "
            "Puis ouvrez Passerelle dans un site."
        ),
    }
    return words.get(
        family, _("Dans votre plateforme, activez Passerelle. Puis ouvrez Passerelle dans un cours.")
    )


def launch_in_words(family: str, *, is_waiting: bool) -> str:
    """What to do when the platform asked, and nobody got in yet."""
    if is_waiting:
        return _(
            "Un déploiement attend votre accord : voyez « Déploiements » sur la page de cette plateforme."
        )
    if family == "moodle":
        return _(
            "Dans un cours de Moodle, en mode édition : « Ajouter une activité ou ressource ». En 5.1 : le "
            "bouton + d'une section, puis « Activité ou ressource ». Choisissez « Passerelle », enregistrez. "
            "Puis ouvrez l'activité."
        )
    return _("Dans un cours, ajoutez une activité Passerelle. Puis ouvrez l'activité.")


def members_in_words(family: str, reason: str, *, has_launched: bool) -> str:
    """What to do when no list of participants was read yet."""
    if not has_launched:
        return _("La liste est lue après la première ouverture.")
    if reason not in ("no-roster-service", "scope-missing"):
        return trouble_in_words(reason) or _("La liste est lue peu après une ouverture.")
    if family == "moodle":
        return _(
            "Dans Moodle : sur la carte « Passerelle », le crayon, « Services », « IMS LTI Names and "
            "Role Provisioning ». Choisissez « Utiliser ce service pour récupérer les informations des "
            "membres conformément aux paramètres de confidentialité ». "
            "Puis ouvrez l'activité encore une fois."
        )
    return _(
        "Dans votre plateforme, donnez à Passerelle l'accès à la liste des participants. "
        "Puis ouvrez l'activité encore une fois."
    )


def grades_in_words(family: str, reason: str) -> str:
    """What to do when grades would not arrive; ``no-grade-service`` before any course takes them."""
    if reason == "no-grade-service" and family == "moodle":
        return _(
            "Dans l'activité de Moodle, cochez « Accepter les notes de l’outil ». "
            "Puis ouvrez l'activité encore une fois."
        )
    if reason == "no-grade-service":
        return _("Permettez les notes dans l'activité. Puis ouvrez l'activité encore une fois.")
    if reason == "scope-missing" and family == "moodle":
        return _(
            "Dans Moodle : sur la carte « Passerelle », le crayon, « Services », « Services de devoirs et de "
            "notes IMS LTI ». Choisissez « Utiliser ce service pour la synchronisation des notes et la "
            "gestion des colonnes ». Puis ouvrez l'activité encore une fois."
        )
    if reason == "scope-missing":
        return _("Dans votre plateforme, autorisez Passerelle à envoyer des notes. Puis ouvrez l'activité.")
    return trouble_in_words(reason) or _("La plateforme n'a pas accepté l'essai. Essayez encore plus tard.")


def names_in_words(courses: int) -> str:
    """What to do when most names of a course became others at once (Z25)."""
    return counted(
        "C'est arrivé dans %(num)s cours. Si vous avez réinstallé la plateforme, ses numéros désignent "
        "d'autres personnes. Désactivez cette connexion, puis reliez la plateforme par une nouvelle "
        "invitation. "
        "Sinon, un formateur du cours appuie sur « C'est normal ».",
        "C'est arrivé dans %(num)s cours. Si vous avez réinstallé la plateforme, ses numéros désignent "
        "d'autres personnes. Désactivez cette connexion, puis reliez la plateforme par une nouvelle "
        "invitation. "
        "Sinon, dans chaque cours, un formateur appuie sur « C'est normal ».",
        courses,
    )


def trouble_in_words(reason: str) -> str:
    """Why a service of the platform did not answer as it should, and the mend; empty for another reason."""
    words = {
        "unreachable": _("Passerelle ne trouve pas la plateforme. Vérifiez qu'elle est en ligne."),
        "timeout": _("La plateforme n'a pas répondu à temps. Essayez encore plus tard."),
        "reset": _("La plateforme a coupé la connexion. Essayez encore plus tard."),
        "tls": _("Le certificat https de la plateforme n'est pas valable. Renouvelez-le."),
        "address-refused": _("L'adresse de la plateforme n'est pas sur l'internet public."),
        "not-https": _("L'adresse du service n'est pas en https. Corrigez-la dans la plateforme."),
        "other-host": _(
            "Le service se trouve sur un autre serveur. "
            "Ajoutez le nom de ce serveur sous « Autres adresses »."
        ),
        "redirected": _("La plateforme a changé d'adresse. Inscrivez-la encore une fois."),
        "token-endpoint": _("La plateforme ne donne pas l'accès pour le moment. Essayez encore plus tard."),
        "server-error": _("La plateforme a un problème. Essayez encore plus tard."),
        "not-json": _(
            "La plateforme a répondu par une page inattendue. Vérifiez qu'elle n'est pas en maintenance."
        ),
        "rate-limited": _("La plateforme demande d'attendre. Essayez encore plus tard."),
        "unauthorized": _(
            "La plateforme refuse l'accès. Vérifiez que l'outil Passerelle y est encore actif."
        ),
        "invalid-client": _(
            "La plateforme ne reconnaît pas la clé de Passerelle. Vérifiez l'adresse des clés publiques de "
            "l'outil dans la plateforme."
        ),
    }  # fmt: skip
    return words.get(reason, "")


def failed_page(code: str, reason: str, reference: str) -> FailedPage:
    """A refusal as an administrator reads it."""
    happened, kept, next_step = _failure(code, reason)
    home_href = "" if reason in ("no-session", "session-over", "no-such-link") else "/admin/"
    return FailedPage(
        happened=happened,
        kept=kept,
        next_step=next_step,
        code=code,
        reason=reason,
        reference=reference,
        home_href=home_href,
        frame=frame_of_connecting(),
    )


def _failure(code: str, reason: str) -> tuple[str, str, str]:
    nothing = _("Rien n'a changé.")
    ask = _("Demandez une adresse d'entrée à la personne qui gère le serveur.")
    if reason == "no-such-link":
        return (
            _("Cette adresse d'entrée n'est plus valable."),
            _("Elle sert une seule fois, pendant 15 minutes."),
            ask,
        )
    if reason == "no-session":
        return _("Cette page est pour l'administration du centre."), nothing, ask
    words = {
        "e-expired": (_("Votre session est terminée."), _("Ce que vous avez enregistré est gardé."), ask),
        "e-notfound": (
            _("Nous ne trouvons pas cette page."),
            nothing,
            _("Retournez à la liste des plateformes de votre centre."),
        ),
        "e-sec": (
            _("Nous ne savons pas d'où vient cette demande."),
            nothing,
            _("Ouvrez la page encore une fois, puis recommencez."),
        ),
        "e-conflict": (
            _("Quelqu'un d'autre vient de changer la même chose."),
            _("Votre changement n'est pas enregistré."),
            _("Ouvrez la page encore une fois, puis recommencez."),
        ),
        "e-busy": (
            _("Le site ne répond pas pour le moment."),
            _("Rien n'est gardé à moitié."),
            _("Attendez quelques minutes, puis essayez encore."),
        ),
    }
    return words.get(
        code,
        (
            _("Cette demande ne peut pas être lue."),
            nothing,
            _("Ouvrez la page encore une fois, puis recommencez."),
        ),
    )
