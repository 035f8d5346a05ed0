"""The page for connecting by hand, in each of its states."""

from __future__ import annotations

from collections.abc import Iterator

from lti_tool.web.present_manual import FieldValue, ManualPage, SetUpLine

TEMPLATE = "registration/manual.html"
LINES = (
    SetUpLine(label="Nom de l’outil", value="Passerelle"),
    SetUpLine(label="Paramètres personnalisés", value="a=1\nb=2", lines=2),
    SetUpLine(label="Version LTI", value="LTI 1.3", kind="choose"),
    SetUpLine(label="Supporte les liens profond (Content-Item Message)", kind="tick"),
)
FIELDS = (
    FieldValue(name="issuer", label="Identifiant de plateforme", value="https://moodle.example"),
    FieldValue(name="client_id", label="Identifiant de client", fault="Il manque cette valeur."),
    FieldValue(name="deployment_id", label="Identifiant de déploiement", is_required=False),
    FieldValue(
        name="jwks_url",
        label="URL du jeu de clef public",
        value="https://moodle.example/mod/lti/certs.php",
        is_address=True,
    ),
)


def manual() -> Iterator[tuple[str, str, ManualPage]]:
    """Name, template and page of each state."""
    yield "manual/first", TEMPLATE, _page()
    yield (
        "manual/odd-address",
        TEMPLATE,
        _page(address="x y", address_fault="Cette adresse n'est pas complète."),
    )
    yield "manual/filled", TEMPLATE, _page(address="https://moodle.example", fields=FIELDS[:1])
    yield "manual/invited", TEMPLATE, _page(invite="secret", fields=FIELDS, fault="Rien n'a été remplacé.")


def _page(
    *,
    address: str = "",
    address_fault: str = "",
    fields: tuple[FieldValue, ...] = (),
    invite: str = "",
    fault: str = "",
) -> ManualPage:
    return ManualPage(
        families=(("moodle", "Moodle"), ("generic", "Une autre plateforme")),
        family="moodle",
        address=address,
        lines=LINES,
        is_general=False,
        fields=fields,
        address_fault=address_fault,
        invite=invite,
        fault=fault,
        action="/lti/manual",
    )
