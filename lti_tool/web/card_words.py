"""The words of the administration's cards: kinds, topics, and what is odd about a field."""

from __future__ import annotations

from lti_tool.domain.card_form import Topic
from lti_tool.domain.card_table import COLUMNS
from lti_tool.domain.resources import CardKind, Region
from lti_tool.web.i18n import _


def kind_in_words(kind: CardKind) -> str:
    """What a card names."""
    words = {
        CardKind.PERSON: _("Une personne"),
        CardKind.PLACE: _("Un lieu"),
        CardKind.LOAN: _("Un prêt"),
        CardKind.CONNECTION: _("Une connexion"),
        CardKind.TRAINING: _("Une formation"),
        CardKind.SERVICE: _("Un service en ligne"),
        CardKind.BROCHURE: _("Une brochure"),
        CardKind.RIGHT: _("Un droit"),
    }
    return words[kind]


def topic_in_words(topic: Topic) -> str:
    """For whom a card is."""
    words = {
        Topic.DEVICE: _("Il manque un appareil"),
        Topic.CONNECTION: _("Il manque une connexion"),
        Topic.PLACE: _("Il manque un endroit calme"),
        Topic.BEGINNING: _("La personne débute"),
        Topic.HELP: _("Personne ne l'aide"),
        Topic.TIME: _("Elle a peu de temps, ou seulement le soir"),
        Topic.TRAPS: _("Elle craint les pièges"),
        Topic.READING: _("Lire est difficile"),
        Topic.HEALTH: _("Sa santé la gêne"),
    }
    return words[topic]


def region_in_words(region: Region) -> str:
    """Where a card is true."""
    words = {
        Region.EVERYWHERE: _("Partout"),
        Region.BRUSSELS: _("À Bruxelles"),
        Region.WALLONIA: _("En Wallonie"),
    }
    return words[region]


def fault_in_words(reason: str, part: str) -> str:
    """What is odd about one field, and how to write it."""
    words = {
        "missing": _("Il manque une réponse."),
        "too-long": _("Le texte est trop long : %(part)s signes au plus.", part=part),
        "odd-signs": _("Il y a un signe qui ne se voit pas. Écrivez le texte à la main."),
        "unknown": _("Nous ne connaissons pas « %(part)s ».", part=part),
        "odd-phone": _("Écrivez le numéro ainsi : 081 00 00 00."),
        "odd-website": _("L'adresse commence par https:// et n'a pas d'espace."),
        "odd-hours": _("Nous ne comprenons pas « %(part)s ». Exemple : lu-ve 9-12, je 17-20.", part=part),
        "odd-date": _("Écrivez la date ainsi : 20/11/2026."),
        "future": _("Cette date n'est pas encore là."),
        "yes-or-no": _("Écrivez oui ou non."),
        "twice": _("Une fiche a déjà ce titre : « %(part)s ».", part=part),
        "too-many": _("Il y a trop de lignes ou de fiches : %(part)s au plus.", part=part),
        "too-many-cells": _(
            "Il y a plus de cases que de titres. Un texte avec « ; » se met entre guillemets."
        ),
        "unknown-column": _("Nous ne connaissons pas la colonne « %(part)s ».", part=part),
        "column-missing": _("Il manque la colonne « %(part)s ».", part=part),
        "column-twice": _("La colonne « %(part)s » est là deux fois.", part=part),
        "empty": _("Le tableau est vide."),
        "not-a-table": _("Ce fichier n'est pas un tableau CSV."),
    }
    return words.get(reason, reason)


def fault_of_line(field: str, reason: str, part: str) -> str:
    """The same in a table, where the column has to be named."""
    said = fault_in_words(reason, part)
    return _("Colonne « %(column)s » : %(fault)s", column=COLUMNS[field], fault=said) if field else said
