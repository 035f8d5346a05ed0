"""The words of the report, in both of its languages."""

from __future__ import annotations

from collections.abc import Mapping

CHECKS: Mapping[str, tuple[str, str]] = {
    "drawn": ("La page s'affiche", "The page is drawn"),
    "axe": ("Toutes les règles d'axe", "Every rule of axe"),
    "language": ("La langue de la page est dite", "The language of the page is told"),
    "title": ("La page a un titre", "The page has a title"),
    "headings": ("Un titre de niveau 1, aucun niveau sauté", "One heading of level 1, no level left out"),
    "sideways": (
        "Rien ne défile de côté à 320 et 1280 pixels",
        "Nothing to scroll sideways at 320 and 1280 pixels",
    ),
    "zoom": (
        "Rien ne défile de côté à 400 % (320 x 256 pixels)",
        "Nothing to scroll sideways at 400 % (320 x 256 pixels)",
    ),
    "spacing": (
        "Rien n'est coupé avec un texte plus espacé",
        "Nothing is cut when the text is spaced out",
    ),
    "targets": (
        "Ce qui s'active a 44 pixels de côté",
        "What can be activated is 44 pixels wide and high",
    ),
    "answers": ("Les réponses ont 56 pixels et se tiennent à 8", "Answers have 56 pixels and stand 8 apart"),
    "text-size": ("Le texte a 18 pixels", "Text has 18 pixels"),
    "keyboard": ("Tab atteint chaque commande", "Tab reaches every control"),
    "focus-seen": ("Le focus se voit", "The focus is seen"),
    "focus-free": ("Rien ne cache le focus", "Nothing hides the focus"),
}
"""What is held against a page, in French and in English."""
_NOT_TESTED_FR = (
    "Aucun essai à la main avec TalkBack, VoiceOver ou NVDA. Le déroulé existe, il n'est pas encore fait.",
    "Aucun essai avec des personnes handicapées, ni avec des personnes qui lisent peu.",
    "Firefox, Safari, les vrais téléphones et les vraies loupes d'écran.",
    "La plateforme autour, comme Moodle, et le cadre dans lequel elle montre Passerelle.",
    "Les textes, les images et les sons qu'un centre ajoute lui-même.",
    "Les fichiers que l'on emporte : PDF, tableurs, feuilles imprimées.",
    "Les pages sont dessinées avec des valeurs d'exemple, écrites en français. Un mot d'exemple resté en "
    "français dans une autre langue n'est pas compté.",
    "Une page de chaque genre est regardée, pas chaque tâche de la banque.",
)
_NOT_TESTED_EN = (
    "No trial by hand with TalkBack, VoiceOver or NVDA. The script exists, it was not carried out yet.",
    "No trial with disabled people, nor with people who read little.",
    "Firefox, Safari, real telephones and real screen magnifiers.",
    "The platform around it, such as Moodle, and the frame in which it shows Passerelle.",
    "Texts, pictures and sounds that a centre adds itself.",
    "Files that are taken along: PDF, spreadsheets, printed sheets.",
    "The pages are drawn with example values, written in French. An example word that stays French in "
    "another language is not counted.",
    "One page of each kind is looked at, not each task of the bank.",
)
NOT_TESTED = {"fr": _NOT_TESTED_FR, "en": _NOT_TESTED_EN}
WORDS: Mapping[str, tuple[str, str]] = {
    "heading": ("Preuves d'accessibilité", "Evidence of accessibility"),
    "go": ("Aller au texte français", "Go to the English text"),
    "made": ("Fait le", "Made on"),
    "release": ("version", "release"),
    "commit": ("état du code", "commit"),
    "sample": (
        "Ceci est un échantillon, pas l'examen complet.",
        "This is a sample, not the whole examination.",
    ),
    "all": (
        "L'examen complet : chaque genre de page, chaque langue, chaque couleur, chaque largeur.",
        "The whole examination: every kind of page, language, colour and width.",
    ),
    "looked": ("Ce qui a été regardé", "What was looked at"),
    "pages": ("genres de page", "kinds of page"),
    "cells": (
        "vues (page, langue, couleur, largeur)",
        "views (page, language, colour, width)",
    ),
    "languages": ("langues", "languages"),
    "looks": ("couleurs", "colours"),
    "widths": ("largeurs en pixels", "widths in pixels"),
    "stops": ("arrêts de la touche Tab", "stops of the Tab key"),
    "faults": ("fautes trouvées", "faults found"),
    "none": ("Aucune faute n'a été trouvée.", "No fault was found."),
    "checks": ("Les contrôles", "The checks"),
    "check": ("Contrôle", "Check"),
    "held": ("fois fait", "times held"),
    "criteria": (
        "Les critères : EN 301 549 v3.2.1, chapitre 9, et les nouveaux de WCAG 2.2",
        "The criteria: EN 301 549 v3.2.1, chapter 9, and the new ones of WCAG 2.2",
    ),
    "clause": ("Point", "Clause"),
    "criterion": ("Critère", "Criterion"),
    "state": ("État", "State"),
    "shown": ("Montré par", "Shown by"),
    "remark": ("Remarque", "Remark"),
    "supported": ("respecté", "supported"),
    "partly": ("en partie", "partly"),
    "not-applicable": ("sans objet", "not applicable"),
    "faulty": ("faute dans cet examen", "fault in this run"),
    "rule": ("règle d'axe", "rule of axe"),
    "test": ("test", "test"),
    "manual": (
        "à faire à la main, pas encore fait : partie",
        "by hand, not done yet: part",
    ),
    "reading": ("lecture du code", "reading of the code"),
    "new": ("WCAG 2.2, sans point dans la norme", "WCAG 2.2, without a clause in the norm"),
    "said": (
        "« Respecté » veut dire : aucune faute connue. Là où une partie à la main est nommée, il faut encore "
        "qu'une personne le confirme.",
        "‘Supported’ means: no known fault. Where a part by hand is named, a person still has to confirm it.",
    ),
    "undecided": (
        "Ce qu'axe laisse à une personne",
        "What axe leaves to a person",
    ),
    "untested": ("Ce qui n'a pas été essayé", "What was not tried"),
}


def words_in(language: str) -> dict[str, str]:
    """The words in one language, with those of the checks under ``check-…``."""
    place = ("fr", "en").index(language)
    return {name: both[place] for name, both in WORDS.items()} | {
        f"check-{name}": both[place] for name, both in CHECKS.items()
    }
