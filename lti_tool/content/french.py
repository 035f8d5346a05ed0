"""What a plain French sentence does without, found by pattern: frightening words, words of the trade, double
negations, passives, figures in words. A pattern never replaces a reader.
"""

from __future__ import annotations

import re

FRIGHTENING_FR = (
    *("erreur", "échec", "faux", "fausse", "incorrect", "incorrecte", "mauvais", "mauvaise", "raté"),
    *("score", "note", "test", "examen", "évaluation", "obligatoire"),
)
JARGON_FR = (
    *("login", "logout", "upload", "download", "browser", "cliquez", "cliquer", "clic", "url", "interface"),
    *("glisser-déposer", "drag and drop", "drag", "drop"),
    *(
        "pop-up",
        "popup",
        "widget",
        "template",
        "feedback",
        "update",
        "backup",
        "settings",
        "password",
        "cloud",
    ),
    *(
        "spam",
        "phishing",
        "hameçonnage",
        "hotspot",
        "streaming",
        "software",
        "hardware",
        "scroller",
        "uploader",
    ),
    *("logiciel", "plateforme", "fonctionnalité", "paramétrer", "authentification", "synchroniser"),
    *("optimiser", "internaute", "hyperlien", "système d'exploitation", "saisie", "saisissez", "saisir"),
)
"""Words of the trade that have a plain twin: « programme » for « logiciel », « écrire » for « saisir »."""
FORBIDDEN_FR = FRIGHTENING_FR + JARGON_FR
"""Words that no learner's instruction may hold; see the guide beside the bank."""

FIGURES_FR = (
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "quinze"),
    *("vingt", "trente", "quarante", "cinquante", "soixante", "cent", "mille"),
)
_AGAIN = "im(?:possible|poli|prudent)|in(?:utile|terdit|capable|connu|visible|certain)|illégal|irréel"
_FORBIDDEN = re.compile(r"(?<!\w)(" + "|".join(FORBIDDEN_FR) + r")s?(?!\w)", re.IGNORECASE)
_WITHOUT_PICTURE = re.compile(r"(?<![(\w])(?:navigateurs?|onglets?)\b(?! \()", re.IGNORECASE)
_DOUBLE_NEGATION = re.compile(
    rf"\bn(?:e |['’])[^.!?,;:]*?\b(?:pas|jamais|rien|plus|aucune?)\b[^.!?,;:]*?\b(?:sans|pas|{_AGAIN})\b"
    rf"|\bpas (?:du tout |si |très )?(?:{_AGAIN})\b|\bsans (?:ne |pas )",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:est|sont|être|été|sera|seront|était|étaient|soit|soient)(?: \w+){0,2}?"
    r" \w+(?:é|i|is|it|u|rt)e?s?(?: \w+ment)? par\b(?! (?:jour|mois|semaine|an|exemple)\b)",
    re.IGNORECASE,
)
_FIGURE_IN_WORDS = re.compile(
    rf"(?<!\w)(?:{'|'.join(FIGURES_FR)})(?= \w)(?! (?:sont|ont|vont|peuvent|fois plus)\b)", re.IGNORECASE
)
_RULES = (
    (_FORBIDDEN, "the word “{}” is not for a learner's text", "use a calmer word, or the plain one"),
    (_WITHOUT_PICTURE, "the word “{}” stands alone", "say what it is and put the word in brackets"),
    (_DOUBLE_NEGATION, "a double negation: “{}”", "say what is so"),
    (_PASSIVE, "a passive: “{}”", "say first who does it"),
    (_FIGURE_IN_WORDS, "the number “{}” in words", "write the figure"),
)


def french_faults(text: str) -> list[tuple[str, str]]:
    """What is not plain in a French text: what, how to mend. None for an empty text."""
    found = [(pattern.search(text), what, mend) for pattern, what, mend in _RULES]
    return [(what.format(hit[0]), mend) for hit, what, mend in found if hit]
