"""Where templates, static files and content lie: bundled in the wheel, or beside the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
CONFIG = ROOT / "config"
LOCALE = _PACKAGE / "locale"
MIGRATIONS = _PACKAGE / "store" / "migrations"
