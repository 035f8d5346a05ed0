"""The fields of the platforms' own forms, in their order and in their words.

Moodle's words are those of its language packs (component ``lti`` 4.1 to 5.1, form ``mod/lti/edit_form.php``).
"""

from __future__ import annotations

from lti_tool.domain.launch import CUSTOM_PARAMETERS
from lti_tool.web.i18n import _
from lti_tool.web.present_manual import SetUpLine

PARAMETER_LINES = tuple(f"{name}={variable}" for name, variable in CUSTOM_PARAMETERS.items())


def families_in_words() -> tuple[tuple[str, str], ...]:
    """Every family with the name that people know it by."""
    return (
        ("moodle", "Moodle"),
        ("canvas", "Canvas"),
        ("brightspace", "Brightspace"),
        ("blackboard", "Blackboard"),
        ("sakai", "Sakai"),
        ("open-edx", "Open edX"),
        ("generic", _("Une autre plateforme")),
    )


def lines_for(family: str, base_url: str) -> tuple[SetUpLine, ...]:
    """What goes into the platform's form, from its first field to its last."""
    return _moodle(base_url) if family == "moodle" else _general(base_url)


def _moodle(base_url: str) -> tuple[SetUpLine, ...]:
    logo, launch = f"{base_url}/lti/logo.svg", f"{base_url}/lti/launch"
    return (
        SetUpLine(label=_("Nom de l’outil"), value="Passerelle"),
        SetUpLine(label=_("URL de l’outil"), value=launch),
        SetUpLine(
            label=_("Description de l’outil"),
            value=_("Faire le point sur le numérique, et apprendre les premiers gestes."),
        ),
        SetUpLine(label=_("Version LTI"), value="LTI 1.3", kind="choose"),
        SetUpLine(label=_("Type de clef publique"), value=_("URL jeu de clefs"), kind="choose"),
        SetUpLine(label=_("Jeu de clefs public"), value=f"{base_url}/lti/jwks"),
        SetUpLine(label=_("URL d’initiation de connexion"), value=f"{base_url}/lti/login"),
        SetUpLine(label=_("URIs de redirection"), value=launch),
        SetUpLine(label=_("Paramètres personnalisés"), value="\n".join(PARAMETER_LINES), lines=2),
        SetUpLine(
            label=_("Utilisation de la configuration de l’outil"),
            value=_("Afficher dans le sélecteur d’activité et comme outil préconfiguré"),
            kind="choose",
        ),
        SetUpLine(label=_("Conteneur par défaut"), value=_("Intégré, sans les blocs"), kind="choose"),
        SetUpLine(label=_("Supporte les liens profond (Content-Item Message)"), kind="tick"),
        SetUpLine(label=_("URL de sélection de contenu"), value=launch),
        SetUpLine(label=_("URL de l’icône (sous « Afficher plus… »)"), value=logo),
        SetUpLine(label=_("URL de l’icône sécurisée (sous « Afficher plus… »)"), value=logo),
        *_moodle_services(),
    )


def _moodle_services() -> tuple[SetUpLine, ...]:
    return (
        SetUpLine(
            label=_("Services de devoirs et de notes IMS LTI"),
            value=_("Utiliser ce service pour la synchronisation des notes et la gestion des colonnes"),
            kind="choose",
        ),
        SetUpLine(
            label=_("IMS LTI Names and Role Provisioning"),
            value=_("Utiliser ce service (la deuxième ligne de la liste)"),
            kind="choose",
        ),
        SetUpLine(
            label=_("Partager le nom de l’utilisateur avec l’outil"), value=_("Toujours"), kind="choose"
        ),
        SetUpLine(
            label=_("Partager le courriel de l’utilisateur avec l’outil"), value=_("Jamais"), kind="choose"
        ),
        SetUpLine(label=_("Accepter les notes de l’outil"), value=_("Toujours"), kind="choose"),
    )


def _general(base_url: str) -> tuple[SetUpLine, ...]:
    launch = f"{base_url}/lti/launch"
    return (
        SetUpLine(label=_("Nom de l'outil (tool name)"), value="Passerelle"),
        SetUpLine(label=_("Adresse d'ouverture (target link URI, launch URL)"), value=launch),
        SetUpLine(label=_("Adresse de connexion (OIDC login URL)"), value=f"{base_url}/lti/login"),
        SetUpLine(label=_("Adresse de retour (redirect URI)"), value=launch),
        SetUpLine(label=_("Clés publiques (JWKS URL)"), value=f"{base_url}/lti/jwks"),
        SetUpLine(label=_("Adresse du choix de contenu (deep linking URL)"), value=launch),
        SetUpLine(label=_("Paramètres personnalisés (custom parameters)"), value=PARAMETER_LINES[0]),
        SetUpLine(
            label=_("Notes (Assignment and Grade Services)"),
            value=_("Colonnes, notes et résultats : tout permettre"),
            kind="choose",
        ),
        SetUpLine(label=_("Participants (Names and Role Provisioning)"), value=_("Permettre"), kind="choose"),
        SetUpLine(label=_("Nom des personnes"), value=_("Envoyer"), kind="choose"),
        SetUpLine(label=_("Adresse e-mail des personnes"), value=_("Ne pas envoyer"), kind="choose"),
    )


def field_words(family: str) -> dict[str, str]:
    """What the platform calls the values that it shows once the tool was added there."""
    if family == "moodle":
        return {
            "issuer": _("Identifiant de plateforme"),
            "client_id": _("Identifiant de client"),
            "deployment_id": _("Identifiant de déploiement"),
            "jwks_url": _("URL du jeu de clef public"),
            "token_url": _("URL du jeton d’accès"),
            "auth_login_url": _("URL de requête d’authentification"),
        }
    return {
        "issuer": _("Nom de la plateforme (issuer, platform ID)"),
        "client_id": _("Identifiant de client (client ID)"),
        "deployment_id": _("Identifiant de déploiement (deployment ID)"),
        "jwks_url": _("Clés publiques de la plateforme (public keyset URL)"),
        "token_url": _("Adresse des jetons (access token URL)"),
        "auth_login_url": _("Adresse d'authentification (authentication request URL)"),
    }
