"""Flask as this tool needs it: for views that nobody waits for, and templates that never change."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class _Environment(Environment):
    """Templates with globals that are all known before the first one is read."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # Any: as Jinja
        """One plain mapping. Jinja lays the two over one another, for globals that come later, and compares
        their names one by one at each import of a template.
        """
        return {**self.globals, **(d or {})}


class Tool(Flask):
    """The web application."""

    jinja_environment = _Environment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:  # Any: as Flask has it
        """The view itself: none here must be awaited, so there is no need to look at each call."""
        return func
