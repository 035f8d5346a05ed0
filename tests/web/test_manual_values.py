"""Every row of the page for connecting by hand: which value stands beside which field of the platform."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.site import Site

TOOL = "https://tool.example"
CHOOSE = "Choisissez : « {} »"
TICK = "Cochez la case."
MOODLE = {
    "Nom de l’outil": "Passerelle",
    "URL de l’outil": f"{TOOL}/lti/launch",
    "Description de l’outil": "Faire le point sur le numérique, et apprendre les premiers gestes.",
    "Version LTI": CHOOSE.format("LTI 1.3"),
    "Type de clef publique": CHOOSE.format("URL jeu de clefs"),
    "Jeu de clefs public": f"{TOOL}/lti/jwks",
    "URL d’initiation de connexion": f"{TOOL}/lti/login",
    "URIs de redirection": f"{TOOL}/lti/launch",
    "Paramètres personnalisés": "context_history=$Context.id.history\ngroups=$Moodle.Person.userGroupIds",
    "Utilisation de la configuration de l’outil": CHOOSE.format(
        "Afficher dans le sélecteur d’activité et comme outil préconfiguré"
    ),
    "Conteneur par défaut": CHOOSE.format("Intégré, sans les blocs"),
    "Supporte les liens profond (Content-Item Message)": TICK,
    "URL de sélection de contenu": f"{TOOL}/lti/launch",
    "URL de l’icône (sous « Afficher plus… »)": f"{TOOL}/lti/logo.svg",
    "URL de l’icône sécurisée (sous « Afficher plus… »)": f"{TOOL}/lti/logo.svg",
    "Services de devoirs et de notes IMS LTI": CHOOSE.format(
        "Utiliser ce service pour la synchronisation des notes et la gestion des colonnes"
    ),
    "IMS LTI Names and Role Provisioning": CHOOSE.format(
        "Utiliser ce service (la deuxième ligne de la liste)"
    ),
    "Partager le nom de l’utilisateur avec l’outil": CHOOSE.format("Toujours"),
    "Partager le courriel de l’utilisateur avec l’outil": CHOOSE.format("Jamais"),
    "Accepter les notes de l’outil": CHOOSE.format("Toujours"),
}
GENERAL = {
    "Nom de l'outil (tool name)": "Passerelle",
    "Adresse d'ouverture (target link URI, launch URL)": f"{TOOL}/lti/launch",
    "Adresse de connexion (OIDC login URL)": f"{TOOL}/lti/login",
    "Adresse de retour (redirect URI)": f"{TOOL}/lti/launch",
    "Clés publiques (JWKS URL)": f"{TOOL}/lti/jwks",
    "Adresse du choix de contenu (deep linking URL)": f"{TOOL}/lti/launch",
    "Paramètres personnalisés (custom parameters)": "context_history=$Context.id.history",
    "Notes (Assignment and Grade Services)": CHOOSE.format("Colonnes, notes et résultats : tout permettre"),
    "Participants (Names and Role Provisioning)": CHOOSE.format("Permettre"),
    "Nom des personnes": CHOOSE.format("Envoyer"),
    "Adresse e-mail des personnes": CHOOSE.format("Ne pas envoyer"),
}
_LINE = re.compile(
    r'<div class="values__line">\s*<dt[^>]*>(?P<label>.*?)</dt>\s*<dd>(?P<value>.*?)</dd>', re.S
)
_VALUES = (
    re.compile(r'<input [^>]*\bvalue="(.*?)"'),
    re.compile(r"<textarea [^>]*>(.*?)</textarea>", re.S),
    re.compile(r"</svg>\s*<span>(.*?)</span>", re.S),
)


def _typed(said: str) -> str:
    """The words as somebody types them; French pages have spaces that do not break."""
    return unescape(said).replace("\N{NO-BREAK SPACE}", " ")


def shown(site: Site, family: str) -> dict[str, str]:
    """What a reader finds beside each field, top to bottom."""
    text = site.browser().request("GET", "/lti/manual", query_string={"platform": family}).text
    found = {}
    for line in _LINE.finditer(text):
        values = [match for kind in _VALUES for match in kind.findall(line["value"])]
        found[_typed(line["label"])] = _typed(values[0])
    return found


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        ("moodle", MOODLE),
        *((family, GENERAL) for family in ("canvas", "brightspace", "blackboard", "sakai", "open-edx")),
        ("generic", GENERAL),
    ],
)
def test_the_right_value_stands_beside_each_field_when_a_platform_is_connected_by_hand(
    site: Site, family: str, expected: dict[str, str]
) -> None:
    found = shown(site, family)

    assert expected == found
    assert list(expected) == list(found)
