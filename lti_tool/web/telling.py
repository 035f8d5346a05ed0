"""Modules in the language of the present page."""

from __future__ import annotations

from lti_tool.domain.module import Module
from lti_tool.web.i18n import language
from lti_tool.web.state import services


def told(module: Module) -> Module:
    """The module in the language of the page; as it was written where it has no translation."""
    return services().modules.telling.told(module, language())


def module_title(module_id: str) -> str:
    """The title of a module, or its id when it is gone."""
    known = services().modules.known.get(module_id)
    return told(known).title if known else module_id
