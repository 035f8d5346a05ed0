"""Where content of an installation's own lies, and under which names a backup holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONTENT, CENTRE_CONTENT = "content", "centre-content"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContent:
    """Where content of an installation's own lies: ``folders`` for all its centres, and ``of_centres`` with
    one folder for each centre that has its own, ``None`` for none.
    """

    folders: tuple[Path, ...] = ()
    of_centres: Path | None = None

    def named(self) -> Iterator[tuple[str, Path]]:
        """Each folder with the name that it has in a backup."""
        for number, root in enumerate(self.folders):
            yield f"{CONTENT}/{number}", root
        if self.of_centres is not None:
            yield CENTRE_CONTENT, self.of_centres


def content_in(folder: Path) -> OwnContent:
    """The content of a backup that was put into this folder."""
    root, of_centres = folder / CONTENT, folder / CENTRE_CONTENT
    return OwnContent(
        folders=tuple(sorted(root.iterdir(), key=lambda path: int(path.name))) if root.is_dir() else (),
        of_centres=of_centres if of_centres.is_dir() else None,
    )


NO_CONTENT = OwnContent()
