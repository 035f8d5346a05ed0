"""The words of things to do and of loans."""

from __future__ import annotations

from datetime import date, datetime, time

from lti_tool.domain.action import NO_VISIT, OTHER
from lti_tool.domain.loan import ACCESSORIES, OTHER_THING, THINGS, Terms
from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import BRUSSELS
from lti_tool.domain.todo import CALL, LATE, LOAN, OBJECTION
from lti_tool.web.i18n import _, day_in_words


def kind_in_words(kind: str) -> str:
    """The title of a kind of things to do; its id where it left the list."""
    words: dict[str, str] = {
        CALL: _("Répondre à « Je suis bloqué »"),
        OBJECTION: _("Parler d'un résultat : la personne n'est pas d'accord"),
        LOAN: _("Les prêts"),
        Need.DEVICE_LOAN: _("Prêter un appareil"),
        Need.DEVICE_SHARED: _("Prévoir des heures d'ordinateur au centre"),
        Need.CONNECTION_OFFER: _("Trouver une connexion : tarif social ou wifi public"),
        Need.PLACE_ROOM: _("Trouver un endroit calme : un local ou un EPN"),
        Need.FIRST_HANDS_ON: _("Faire un premier essai de visio ensemble"),
        Need.HELP_PERSON: _("Donner une personne et une heure pour demander de l'aide"),
        Need.TIME_OTHER: _("Prévoir des activités le soir ou le week-end"),
        Need.TIME_SHORT: _("Prévoir des activités courtes, une à la fois"),
        OTHER: _("Autre chose"),
        NO_VISIT: _("Prendre des nouvelles : pas de visite depuis un moment"),
        LATE: _("Le point de départ n'est pas fait après 30 jours"),
    }
    return words.get(kind, kind)


def things() -> tuple[tuple[str, str], ...]:
    """What can be lent: id and words."""
    words = {
        "laptop": _("Ordinateur portable"),
        "desktop": _("Ordinateur fixe"),
        "tablet": _("Tablette"),
        "phone": _("Téléphone"),
        "modem": _("Clé ou boîtier 4G"),
        OTHER_THING: _("Autre appareil"),
    }
    return tuple((name, words[name]) for name in THINGS)


def accessories() -> tuple[tuple[str, str], ...]:
    """What comes with it: id and words."""
    words = {
        "charger": _("Chargeur"),
        "mouse": _("Souris"),
        "headset": _("Casque"),
        "bag": _("Sac"),
        "modem": _("Clé 4G"),
    }
    return tuple((name, words[name]) for name in ACCESSORIES)


def thing_in_words(terms: Terms) -> str:
    """What is lent, in one line."""
    kind = dict(things())[terms.thing]
    if not terms.what:
        return kind
    return (
        terms.what if terms.thing == OTHER_THING else _("%(thing)s : %(what)s", thing=kind, what=terms.what)
    )


def accessories_in_words(terms: Terms) -> tuple[str, ...]:
    """The accessories of a loan."""
    known = dict(accessories())
    more = (terms.more,) if terms.more else ()
    return (*(known[name] for name in terms.accessories), *more)


def date_in_words(day: date) -> str:
    """A day as the reader says it."""
    return day_in_words(datetime.combine(day, time(12), BRUSSELS))
