"""A small content folder of the tests: one sound item, spoilt by one change at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

from lti_tool import paths

SOUND = """\
id: courriel-essai
version: 1
format: T01
competence: "2.1"
level: 1
outcomes: [LO2.1.05]
family: courriel
question: "Vous voulez répondre. Sur quoi appuyez-vous\u00a0?"
help: "Répondre, c'est la flèche qui part vers la gauche."
can_do: "répondre à un courriel"
scenes:
  - id: debut
    screen:
      kind: message
      sender: "Samira"
      buttons:
        - {id: repondre, label: "Répondre", icon: reply}
        - {id: supprimer, label: "Supprimer", icon: trash}
    alternative: "Un courriel ouvert, avec 2 boutons."
    task: {kind: press, right: [repondre]}
"""
PLACE = Path("bank/fr/2.1/courriel-essai.yaml")


def content_folder(root: Path, text: str = SOUND) -> Path:
    """A folder with the real framework and one item of this text; the path of the item."""
    shutil.copytree(paths.CONFIG / "framework", root / "framework")
    item = root / PLACE
    item.parent.mkdir(parents=True)
    item.write_text(text, encoding="utf-8")
    return item


def line_of(text: str, part: str) -> int:
    """The number of the first line that holds ``part``."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)
