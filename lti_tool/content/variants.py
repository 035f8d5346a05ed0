"""Variants of an item: the same task with other names, places and amounts.

An item file may end with ``variants``, a list of mappings with the same keys. ``{{key}}`` in any text of
the item stands for the value; a text that is nothing but ``{{key}}`` becomes the value itself, so that a
number or a date keeps its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Location = tuple[int | str, ...]
Values = Mapping[str, object]

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


def filled(template: Mapping[str, Any], values: Values) -> dict[str, Any]:  # Any: YAML, not checked yet
    """The item as one variant tells it, without the list of variants; unknown placeholders stay."""
    return {key: _filled(part, values) for key, part in template.items() if key != "variants"}


def variant_faults(template: Mapping[str, Any]) -> Iterator[tuple[Location, str, str]]:
    """What is wrong with the variants of a file: where, what, how to mend. ``Any``: not checked yet."""
    variants = template.get("variants", [])
    if not _is_list_of_mappings(variants):
        yield ("variants",), "the variants are no list of mappings", "write - {name: value, …} lines"
        return
    used = set(placeholders({key: part for key, part in template.items() if key != "variants"}))
    for place, variant in enumerate(variants):
        given = set(variant)
        for name in sorted(used - given):
            yield ("variants", place), f"the variant has no value for “{name}”", "add it"
        for name in sorted(given - used):
            yield ("variants", place, name), f"nothing in the item says {{{{{name}}}}}", "use or remove it"
    for name in sorted(used if not variants else ()):
        yield (), f"{{{{{name}}}}} stands in the item, which has no variants", "add the variants"
    if len({repr(sorted(variant.items())) for variant in variants}) < len(variants):
        yield ("variants",), "two variants are the same", "remove one"
    if set(placeholders(template.get("can_do", ""))):
        yield ("can_do",), "can_do is the same for every variant", "say it without a placeholder"


def _is_list_of_mappings(variants: object) -> bool:
    return isinstance(variants, Sequence) and all(isinstance(one, Mapping) for one in variants)


def _filled(part: object, values: Values) -> object:
    if isinstance(part, Mapping):
        return {key: _filled(value, values) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    if not isinstance(part, str):
        return part
    whole = _PLACEHOLDER.fullmatch(part)
    if whole and whole[1] in values:
        return values[whole[1]]
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), part)


def placeholders(part: object) -> Iterator[str]:
    """The names of all ``{{…}}`` in these values, in their order."""
    if isinstance(part, Mapping):
        for value in part.values():
            yield from placeholders(value)
    elif isinstance(part, list):
        for value in part:
            yield from placeholders(value)
    elif isinstance(part, str):
        yield from _PLACEHOLDER.findall(part)
