"""The content of the checkout, read once by each process of the tests: reading it takes seconds."""

from __future__ import annotations

from functools import cache

from lti_tool import paths
from lti_tool.content.bank import Bank, load_bank, load_items
from lti_tool.content.modules import load_modules
from lti_tool.content.shelf import Shelf, load_shelf
from lti_tool.domain.item import Item
from lti_tool.domain.module import Module


@cache
def the_shelf() -> Shelf:
    """Everything, as an installation without folders of its own has it."""
    return load_shelf(paths.CONFIG)


@cache
def the_bank() -> Bank:
    """What attempts draw from."""
    return load_bank(paths.CONFIG)


@cache
def the_items() -> tuple[Item, ...]:
    """Every item, in the order of the ids."""
    return tuple(load_items(paths.CONFIG))


@cache
def the_modules() -> tuple[Module, ...]:
    """Every module in every language, in the order of the ids."""
    return tuple(load_modules(paths.CONFIG))
