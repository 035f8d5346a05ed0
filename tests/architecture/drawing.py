"""The drawing of the layers, made from the import rules and the imports.

``python -m tests.architecture.drawing`` writes it.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from tests.architecture.sources import PACKAGE, ROOT

FILE = ROOT / "static" / "img" / "architecture.svg"
WIDTH, GAP, MARGIN = 760, 12, 16
NAME_HEIGHT, LINE_HEIGHT, LINE_SIGNS = 30, 17, 7.4
_IMPORTED = re.compile(r"^(?:from|import) (\w+)", re.MULTILINE)
"""No module imports anything inside a function."""
TITLE = "Layers of Passerelle: each knows only those below it. Under each name: the libraries that it uses."


def layers() -> list[list[str]]:
    """The packages of each layer, the uppermost first, as the import rules have them."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contract = next(rule for rule in rules["contracts"] if rule["type"] == "layers")
    rows = [line.split("|") for line in contract["layers"]]
    return [[name.strip().removeprefix(f"{PACKAGE.name}.") for name in row] for row in rows]


@cache
def libraries(package: str) -> list[str]:
    """The libraries that the modules of a package import, without those of Python itself."""
    texts = (path.read_text(encoding="utf-8") for path in _files(package))
    found = {name for text in texts for name in _IMPORTED.findall(text)}
    return sorted(found - set(sys.stdlib_module_names) - {PACKAGE.name}, key=str.lower)


def drawn() -> str:
    """The drawing as SVG."""
    parts, top = [], MARGIN
    for row in layers():
        height = max(_height(name, len(row)) for name in row)
        width = (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row)
        for number, name in enumerate(row):
            parts += _box(name, MARGIN + number * (width + GAP), top, width, height)
        top += height + GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + MARGIN - GAP}" role="img" '
        f'width="{WIDTH}" height="{top + MARGIN - GAP}" font-family="sans-serif">'
        f"<title>{escape(TITLE)}</title>"
        '<rect width="100%" height="100%" fill="#fff"/>'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _files(package: str) -> list[Path]:
    """The modules of a package; of a command line, those that share its name."""
    folder = PACKAGE / package
    pattern = "cli*.py" if package == "cli" else f"{package}.py"
    return sorted(folder.rglob("*.py") if folder.is_dir() else PACKAGE.glob(pattern))


def _lines(package: str, boxes: int) -> list[str]:
    """The libraries in lines that fit into a box of a row of so many."""
    signs = int((WIDTH / boxes - 40) / LINE_SIGNS)
    lines = [""]
    for name in libraries(package):
        longer = f"{lines[-1]}, {name}" if lines[-1] else name
        lines = [*lines[:-1], longer] if len(longer) <= signs else [*lines, name]
    return lines if lines[0] else ["–"]


def _height(package: str, boxes: int) -> int:
    return NAME_HEIGHT + LINE_HEIGHT * len(_lines(package, boxes)) + 8


def _box(package: str, left: float, top: float, width: float, height: int) -> Sequence[str]:
    boxes = round((WIDTH - 2 * MARGIN + GAP) / (width + GAP))
    return [
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height}" rx="8" '
        'fill="#e3eefa" stroke="#0b5394"/>',
        f'<text x="{left + 12:g}" y="{top + 21:g}" font-size="16" font-weight="700" '
        f'fill="#0b5394">{package}</text>',
        *(
            f'<text x="{left + 12:g}" y="{top + NAME_HEIGHT + 9 + LINE_HEIGHT * number:g}" font-size="13" '
            f'fill="#1d2125">{escape(line)}</text>'
            for number, line in enumerate(_lines(package, boxes))
        ),
    ]


if __name__ == "__main__":
    FILE.write_text(drawn(), encoding="utf-8")
