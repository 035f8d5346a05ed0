"""The parameters of a login or a launch form, each read once or refused.

Unsigned words from a browser: they choose a row in our store and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lti_tool.domain.errors import MalformedRequest

Form = Mapping[str, Sequence[str]]


def single_values(names: Iterable[str], *forms: Form) -> dict[str, str]:
    """The named parameters that are present, over all forms together. Unknown ones are ignored.

    Raises:
        MalformedRequest: ``parameter-twice`` in one or across two forms (L27, L28, S12);
            ``parameter-not-plain`` for ``state[]`` and the like.
    """
    wanted = frozenset(names)
    values: dict[str, str] = {}
    for form in forms:
        for key, found in form.items():
            name, bracket, _ = key.partition("[")
            if name not in wanted or not found:
                continue
            if bracket:
                raise MalformedRequest(reason="parameter-not-plain")
            if len(found) > 1 or name in values:
                raise MalformedRequest(reason="parameter-twice")
            values[name] = found[0]
    return values
