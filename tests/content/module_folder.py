"""A small content folder of the tests: one sound module, spoilt by one change at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MODULE = """\
id: M42
version: 1
title: "Le bouton rond"
goal: "Vous appuyez sur le bouton rond."
can_do: "appuyer sur un bouton rond"
competences: ["5.1"]
part: further
aims_at: 1
steps:
  - id: bouton
    kind: see
    title: "Le bouton"
    minutes: 2
    picture: {name: rond, alternative: "Un rond bleu sur une carte."}
  - id: essai
    kind: try
    title: "Essayez"
    minutes: 3
    tasks:
      - id: appui
        question: "Sur quoi appuyez-vous ?"
        hints: ["Cherchez le rond.", "C'est « Marche »."]
        done: "Vous avez appuyé sur le rond."
        scenes:
          - id: debut
            screen:
              kind: message
              sender: "Samira"
              buttons:
                - {id: marche, label: "Marche", icon: power}
                - {id: non, label: "Plus tard", icon: clock}
            alternative: "Un message ouvert, avec 2 boutons."
            task: {kind: press, right: [marche]}
  - id: charte
    kind: agree
    title: "La règle"
    minutes: 2
  - id: humeur
    kind: say
    title: "Et vous ?"
    minutes: 2
    question: "Comment ça va ?"
    choices:
      - {id: bien, text: "Bien", reply: "On continue."}
      - {id: bof, text: "Comme ça", reply: "On va doucement."}
    told: true
  - id: geste
    kind: do
    title: "Pour de vrai"
    minutes: 5
    intro: "Prenez votre appareil."
    lines:
      - {id: un, text: "J'ai vu le bouton."}
      - {id: deux, text: "J'ai appuyé."}
  - id: verifier
    kind: check
    title: "À vous"
    minutes: 3
    tasks:
      - id: encore
        question: "Et pour finir ?"
        hints: ["Cherchez l'autre mot.", "C'est « Fin »."]
        scenes:
          - id: debut
            screen: {kind: none}
            task:
              kind: choose
              choices:
                - {id: fin, text: "La fin"}
                - {id: jour, text: "Un jour"}
              right: [fin]
"""
GUIDE = """\
## But
La personne appuie sur un bouton.
## Préparer
Un appareil chargé, [cette page](https://exemple.be/page).
## Dérouler
1. Montrez le bouton.
## Si ça coince
Attendez.
## Autrement
Sur du papier.
## Des mots qui aident
« Prenez le temps. »
"""
TEXTS = {
    "bouton.md": "Le bouton est rond.\n\n- Il est **bleu**.\n- Il est en haut.\n",
    "charte.md": "## La règle\n\nJ'appuie doucement.\n",
    "sheet.md": "Appuyez sur le rond.\n\n1. Cherchez.\n2. Appuyez.\n\nJ'écris : ____________________\n",
    "guide.md": GUIDE,
}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160">\n'
    '<rect width="240" height="160" rx="14" fill="#e3eefa"/>\n'
    '<circle cx="120" cy="80" r="40" fill="#0b5394"/>\n'
    "</svg>\n"
)
PLACE = Path("modules/fr/M42")
DRAWN = Path("modules/pictures/rond.svg")


def module_folder(
    root: Path,
    text: str = MODULE,
    *,
    place: Path = PLACE,
    texts: Mapping[str, str] = TEXTS,
    drawing: str = DRAWING,
) -> Path:
    """A content folder with one module of this text; the path of its file."""
    folder = root / place
    folder.mkdir(parents=True)
    (folder / "module.yaml").write_text(text, encoding="utf-8")
    for name, words in texts.items():
        (folder / name).write_text(words, encoding="utf-8")
    drawn = root / DRAWN
    drawn.parent.mkdir(parents=True, exist_ok=True)
    drawn.write_text(drawing, encoding="utf-8")
    return folder / "module.yaml"
