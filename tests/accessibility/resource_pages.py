"""The resource library: for learners, on a result, and for the administrator who keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.domain.card_form import LENGTHS
from lti_tool.web import present, present_cards, present_resources, present_result

FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
ADMIN = present.Frame(sign_out_action="/admin/end")
PLACE = present_resources.CardView(
    kind="place",
    title="Espace public numérique de la bibliothèque communale de Woluwe-Saint-Lambert",
    says="Un EPN a des ordinateurs et internet. Quelqu'un vous y aide.",
    where="Avenue du Capricorne 1a, 1200 Woluwe-Saint-Lambert",
    phone="02 000 00 00",
    phone_href="tel:020000000",
    href="https://www.une-tres-longue-adresse-de-site.exemple.be/fr/ordinateurs",
    site="une-tres-longue-adresse-de-site.exemple.be",
    state="Ouvert maintenant, jusqu'à 12 h 00.",
    hours=("lundi à vendredi : de 9 h 00 à 12 h 00", "jeudi : de 17 h 00 à 20 h 00"),
    languages=("français", "néerlandais", "arabe"),
    network="CABAN, avec le label EPN de la Région",
    checked="20 novembre 2026",
    is_evening=True,
    has_copy=True,
    language="fr",
)
SMALL = present_resources.CardView(
    kind="right", title="Une autre voie", says="Demandez le papier.", language="fr"
)
KINDS = ("person", "place", "loan", "connection", "training", "service", "brochure", "right")
CHOICES = tuple(present.AccessChoice(id=code, text=f"Choix {code}") for code in ("place", "service", "fr"))
Found = tuple[str, str, object]


def resources() -> Iterator[Found]:
    """Name, template and values of each."""
    library = present_resources.ResourcesPage(
        groups=tuple(
            present_resources.CardGroup(kind=kind, cards=(replace(PLACE, kind=kind), SMALL))  # type: ignore[arg-type]
            for kind in KINDS
        ),
        filters=(
            present_resources.FilterLink(code="evening", href="/l/x/resources?evening=1", is_chosen=True),
            present_resources.FilterLink(code="weekend", href="/l/x/resources?weekend=1"),
            present_resources.FilterLink(
                code="language", href="/l/x/resources?spoken=nl", text="néerlandais"
            ),
        ),
        all_href="/l/x/resources",
        helpers_href="/l/x/who-helps",
        back_href="/l/x/",
        frame=FRAME,
    )
    yield "resources/library", "resources/library.html", library
    yield "resources/library-empty", "resources/library.html", replace(library, groups=())
    helpers = present_resources.HelpersPage(
        trainer_name="Nadia Benali",
        course="Premiers pas",
        people=(replace(SMALL, kind="person", title="Samira Lambert", where="Bureau 3"),),
        place=PLACE,
        now=PLACE,
        right=SMALL,
        library_href="/l/x/resources",
        back_href="/l/x/",
        frame=FRAME,
    )
    yield "resources/helpers", "resources/who_helps.html", helpers
    nobody = present_resources.HelpersPage(library_href="/l/x/resources", back_href="/l/x/", frame=FRAME)
    yield "resources/helpers-unknown", "resources/who_helps.html", nobody
    near = present_resources.Near(cards=(PLACE, SMALL), library_href="/l/x/resources", helpers_href="/l/x/y")
    result = present_result.ResultPage(
        can_do=("répondre à un courriel",), areas=(), near=near, action="/l/x/result", frame=FRAME
    )
    yield "resources/result", "learner/result.html", result
    yield from _kept()


def _kept() -> Iterator[Found]:
    lines = (
        present_cards.KeptLine(
            title=PLACE.title,
            kind="Un lieu",
            href="/admin/x",
            mark_action="/admin/y",
            is_own=True,
            is_hidden=True,
        ),
        present_cards.KeptLine(
            title="itsme",
            kind="Un service en ligne",
            href="/admin/x",
            mark_action="/admin/y",
            checked="20 novembre 2026",
            is_changed=True,
            is_checked_today=True,
        ),
    )
    cards = present_cards.CardsPage(
        lines=lines,
        columns="Titre;Type;Texte;Adresse;Téléphone;Site;Heures;Langues;Région;Réseau;Pour;Copie;Vérifié le",
        new_href="/admin/resources/new",
        import_action="/admin/resources/import",
        region_action="/admin/resources/region",
        home_href="/admin/",
        frame=ADMIN,
    )
    yield "resources/cards", "admin/cards.html", replace(cards, notice="added")
    fault = present_cards.TableFault(line=3, words="Nous ne connaissons pas « magasin ».")
    yield "resources/cards-faults", "admin/cards.html", replace(cards, faults=(fault,))
    form = present_cards.CardFormPage(
        action="/admin/resources/new",
        back_href="/admin/resources",
        kinds=CHOICES,
        topics=CHOICES,
        languages=CHOICES,
        regions=CHOICES,
        lengths=LENGTHS,
        given={"title": "Permanence", "kind": "place"},
        chosen={"fits": ("fr",), "languages": (), "regions": ()},
        frame=ADMIN,
    )
    yield "resources/card", "admin/card.html", form
    faults = dict.fromkeys(("title", "kind", "hours", "fits"), "Nous ne comprenons pas « toujours ».")
    changed = replace(form, is_new=False, delete_action="/admin/resources/cards/x/mark", version=2)
    yield "resources/card-faults", "admin/card.html", replace(changed, faults=faults, is_changed=True)
    yield "resources/card-late", "admin/card.html", replace(changed, is_late=True)
