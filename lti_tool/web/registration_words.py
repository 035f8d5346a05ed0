"""What remains to do in each platform, and why a registration failed, in an administrator's words."""

from __future__ import annotations

from lti_tool.domain.errors import (
    Conflict,
    MalformedRequest,
    NotFound,
    PasserelleError,
    StoreUnavailable,
    TooManyRequests,
)
from lti_tool.web.i18n import _


def clicks_in_words(family: str) -> tuple[str, ...]:
    """What must still be pressed there, in that platform's own words."""
    words = {
        "moodle": (
            _("Fermez cette page. La carte « Passerelle » est dans la liste des outils."),
            _("Sur la carte, appuyez sur « Activer »."),
            _(
                "Pour que les formateurs trouvent Passerelle : sur la carte, le crayon ; « Utilisation de la "
                "configuration de l'outil » ; « Afficher dans le sélecteur d'activité et comme outil "
                "préconfiguré »."
            ),
        ),
        "canvas": (
            _("Fermez cette page. Canvas montre un résumé."),
            _("Vérifiez les droits, puis appuyez sur « Activer »."),
            _("Installez l'outil dans un compte ou un cours : « Applications », puis « Ajouter »."),
        ),
        "brightspace": (
            _("Fermez cette page. Ouvrez « Gérer l'extensibilité », puis « LTI Advantage »."),
            _("Ouvrez Passerelle et activez l'enregistrement."),
            _("Appuyez sur « Afficher les déploiements » : il en faut un, activé, avec vos unités."),
        ),
        "blackboard": (
            _("Fermez cette page. Ouvrez « Fournisseurs d'outils LTI »."),
            _("Approuvez Passerelle, et permettez l'envoi du nom et l'accès aux notes."),
        ),
        "sakai": (
            _("Fermez cette page. Passerelle est dans la liste des outils externes."),
            _("Vérifiez que l'outil est visible pour vos sites, puis enregistrez."),
        ),
    }
    return words.get(
        family,
        (
            _("Fermez cette page. Passerelle est dans la liste des outils de votre plateforme."),
            _("Si l'outil attend une activation, activez-le."),
        ),
    )


def clicks_after_update_in_words(family: str) -> tuple[str, ...]:
    """What must be pressed there after an update: the tool is active already.

    Source: Moodle 5.1 ``registration_helper.php``, which gives an updated tool the settings of a new one.
    """
    if family != "moodle":
        return (_("Fermez cette page. Il ne reste rien à faire."),)
    return (
        _("Fermez cette page."),
        _(
            "Moodle a remis les réglages de départ : sur la carte, le crayon ; choisissez encore « Afficher "
            "dans le sélecteur d'activité et comme outil préconfiguré »."
        ),
    )


def clicks_after_manual_in_words(family: str) -> tuple[str, ...]:
    """What remains after a connection by hand: to try it."""
    if family == "moodle":
        return (
            _(
                "Dans un cours, en mode édition : « Ajouter une activité ou ressource ». En 5.1 : le bouton "
                "+ d'une section, puis « Activité ou ressource ». Choisissez « Passerelle »."
            ),
            _("Ouvrez l'activité vous-même : Passerelle vous montre le groupe."),
        )
    return (
        _("Ajoutez Passerelle dans un cours."),
        _("Ouvrez-la vous-même : Passerelle vous montre le groupe."),
    )


def options_in_words(family: str) -> tuple[str, ...]:
    """What may be set there and need not be."""
    if family != "moodle":
        return ()
    return (
        _(
            "Un formateur peut aussi le faire dans son cours : « Plus », « Outils externes LTI », "
            "« Afficher dans le sélecteur d'activité »."
        ),
        _(
            "Pour avoir tout l'écran : le crayon, « Conteneur par défaut », « Fenêtre existante ». Mais "
            "alors le carnet de notes n'ouvre plus le dossier d'une personne."
        ),
    )


def missing_in_words(missing: frozenset[str]) -> tuple[str, ...]:
    """Which functions are off, for short words of scopes that were not granted."""
    words = {
        "score": _("La plateforme n'autorise pas l'envoi de notes : aucun niveau n'ira dans le carnet."),
        "lineitem": _("La plateforme ne permet pas de nouvelle colonne : une seule note par activité."),
        "members": _("La plateforme ne donne pas la liste des participants."),
        "deployment": _(
            "La plateforme n'a pas encore donné de numéro de déploiement : il faudra l'ajouter ici "
            "avant la première ouverture."
        ),
    }
    return tuple(text for word, text in words.items() if word in missing)


def failure_in_words(error: PasserelleError) -> tuple[str, str, str]:
    """What happened, what is kept, and the next step."""
    again = _("Corrigez, fermez cette page, puis collez la même adresse encore une fois.")
    nothing = _("Rien n'est gardé, ni ici ni dans votre plateforme.")
    if isinstance(error, NotFound):
        return (
            _("Cette adresse d'invitation n'est plus valable."),
            _("Elle sert une seule fois, pendant une heure. Rien n'a changé."),
            _(
                "Regardez d'abord dans votre plateforme : Passerelle y est peut-être déjà. Sinon, demandez "
                "une nouvelle adresse à la personne qui gère Passerelle."
            ),
        )
    if isinstance(error, Conflict):
        return _conflict_in_words(error.reason)
    if isinstance(error, TooManyRequests):
        return (
            _("D'autres plateformes se relient à Passerelle en ce moment."),
            nothing,
            _("Attendez une minute, puis collez la même adresse encore une fois."),
        )
    if isinstance(error, MalformedRequest):
        return (
            _("Cette adresse se colle dans votre plateforme."),
            nothing,
            _("Dans Moodle : « Gérer les outils », collez l'adresse, puis « Ajouter LTI Advantage »."),
        )
    if error.reason.startswith(("configuration-", "issuer-", "endpoint-")):
        return _configuration_in_words(error.reason), nothing, again
    if isinstance(error, StoreUnavailable) or error.reason.startswith("registration-"):
        return (
            _("L'inscription n'est pas terminée des deux côtés."),
            _("Rien n'est gardé dans Passerelle."),
            _(
                "Si un outil « Passerelle » est apparu dans votre plateforme, supprimez-le. Puis collez la "
                "même adresse encore une fois."
            ),
        )
    return _("L'inscription n'a pas réussi."), nothing, again


def _conflict_in_words(reason: str) -> tuple[str, str, str]:
    if reason == "registration-exists":
        return (
            _("Cette plateforme est déjà reliée à Passerelle."),
            _("Rien n'a été remplacé."),
            _("Si votre plateforme montre deux outils « Passerelle », supprimez celui qui attend."),
        )
    return (
        _("Quelqu'un utilise cette invitation en ce moment."),
        _("Cette page-ci n'a rien changé."),
        _("Regardez dans une minute si Passerelle est dans la liste des outils de votre plateforme."),
    )


def _configuration_in_words(reason: str) -> str:
    words = {
        "configuration-address-refused": _(
            "L'adresse de votre plateforme n'est pas sur l'internet public, ou n'est pas en https."
        ),
        "endpoint-address-refused": _("Une adresse de votre plateforme n'est pas sur l'internet public."),
        "endpoint-not-https": _("Une adresse de votre plateforme n'est pas en https."),
        "configuration-tls": _("Le certificat https de votre plateforme n'est pas valable."),
        "configuration-unreachable": _("Passerelle ne trouve pas votre plateforme à cette adresse."),
        "configuration-timeout": _("Votre plateforme ne répond pas à temps."),
        "configuration-redirected": _("Votre plateforme a changé d'adresse : elle renvoie ailleurs."),
        "configuration-unauthorized": _("Votre plateforme ne reconnaît plus cette demande."),
        "issuer-elsewhere": _("La configuration parle au nom d'une autre adresse que la sienne."),
    }
    return words.get(reason, _("Passerelle ne peut pas lire la configuration de votre plateforme."))
