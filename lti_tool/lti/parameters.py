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
    values: dict[str, str] = {}
    for name in names:
        found = [value for form in forms for value in form.get(name, ())]
        if len(found) > 1:
            raise MalformedRequest(reason="parameter-twice")
        if any(key.startswith(f"{name}[") for form in forms for key in form):
            raise MalformedRequest(reason="parameter-not-plain")
        if found:
            values[name] = found[0]
    return values
