"""Where content of an installation's own lies: for all its centres, and for each of them."""

from __future__ import annotations

import os
from pathlib import Path

from lti_tool.domain.errors import SettingsFault
from lti_tool.settings_secret import PREFIX


def content_folders(text: str) -> tuple[Path, ...]:
    """The folders of a text such as ``/srv/items:/srv/more``, each of them once.

    Raises:
        SettingsFault: one of them is no folder.
    """
    named = dict.fromkeys(Path(name.strip()).resolve() for name in text.split(os.pathsep) if name.strip())
    for folder in named:
        if not folder.is_dir():
            raise SettingsFault(f"{PREFIX}CONTENT names a folder that does not exist: {folder}")
    return tuple(named)


def centre_content_of(text: str) -> Path | None:
    """The folder that holds those of centres; ``None`` for none.

    Raises:
        SettingsFault: it is no folder.
    """
    if not text.strip():
        return None
    folder = Path(text.strip()).resolve()
    if not folder.is_dir():
        raise SettingsFault(f"{PREFIX}CENTRE_CONTENT names a folder that does not exist: {folder}")
    return folder


def folders_of_centres(folder: Path | None) -> dict[str, Path]:
    """The folder of each centre that has one, by the centre's id: that is its name. Hidden ones are left
    alone.
    """
    found = sorted(folder.iterdir()) if folder is not None else []
    return {path.name: path for path in found if path.is_dir() and not path.name.startswith(".")}
