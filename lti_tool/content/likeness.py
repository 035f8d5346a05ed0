"""Whether a translation has the shape of its item: the same keys, ids and figures around other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lti_tool.content.variants import placeholders

Location = tuple[int | str, ...]
Found = tuple[Location, str, str]
NOT_WORDS = frozenset(
    {
        *("id", "version", "format", "competence", "level", "outcomes", "family", "strand", "guess"),
        *("kind", "right", "opens", "then", "highlight", "icon", "choice", "state", "side"),
    }
)
"""Keys whose text is read by the program: what stands below them is the same in every language."""

ACCEPTED = frozenset({"one_of", "words"})
"""Lists of what may be typed: one language knows more ways to say it than another."""

VARIANTS = "variants"


def differences(item: object, words: object) -> Iterator[Found]:
    """Where the values of a translation are not those of its item: where, what, how to mend."""
    filling = frozenset(name for part in _below(item, NOT_WORDS) for name in placeholders(part))
    yield from _compared(item, words, (), filling)


def _compared(item: object, words: object, where: Location, filling: frozenset[str]) -> Iterator[Found]:
    if isinstance(item, Mapping) and isinstance(words, Mapping):
        yield from _compared_keys(item, words, where, filling)
    elif isinstance(item, list) and isinstance(words, list):
        yield from _compared_lists(item, words, where, filling)
    elif isinstance(item, str) and isinstance(words, str):
        yield from _compared_texts(item, words, where, is_fixed=_is_fixed(where, filling))
    elif type(item) is not type(words) or item != words:
        yield where, f"“{words}” stands where the item has “{item}”", "leave it as it is in the item"


def _compared_keys(
    item: Mapping[str, object], words: Mapping[str, object], where: Location, filling: frozenset[str]
) -> Iterator[Found]:
    for key in item:
        if key not in words:
            yield where, f"“{key}” is missing", "copy it from the item and translate it"
    for key in words:
        if key not in item:
            yield (*where, key), f"the item has no “{key}”", "remove it"
        else:
            yield from _compared(item[key], words[key], (*where, key), filling)


def _compared_lists(
    item: Sequence[object], words: Sequence[object], where: Location, filling: frozenset[str]
) -> Iterator[Found]:
    if where[-1:] and where[-1] in ACCEPTED and item and words:
        if {*placeholders(item)} != {*placeholders(words)}:
            yield where, "other {{…}} than in the item", "use the same ones"
    elif len(item) != len(words):
        what = f"{len(words)} entries, and the item has {len(item)}"
        yield where, what, "give it the same entries in the same order"
    else:
        for place, (one, other) in enumerate(zip(item, words, strict=True)):
            yield from _compared(one, other, (*where, place), filling)


def _compared_texts(item: str, words: str, where: Location, *, is_fixed: bool) -> Iterator[Found]:
    if is_fixed and item != words:
        yield where, f"“{words}” stands where the item has “{item}”", "leave it as it is in the item"
    elif bool(item.strip()) != bool(words.strip()):
        yield where, "one of the item and its translation is empty here", "translate it, or leave it empty"
    elif {*placeholders(item)} != {*placeholders(words)}:
        yield where, "other {{…}} than in the item", "use the same ones"


def _is_fixed(where: Location, filling: frozenset[str]) -> bool:
    """Whether the program reads what stands here. The keys of a variant are names of its own: those that are
    ``filling`` such a place are fixed.
    """
    if where[:1] == (VARIANTS,):
        return where[-1] in filling
    return not NOT_WORDS.isdisjoint(where)


def _below(part: object, keys: frozenset[str]) -> Iterator[object]:
    """Everything that stands below one of these keys, but in the variants."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in keys:
                yield value
            elif key != VARIANTS:
                yield from _below(value, keys)
    elif isinstance(part, list):
        for value in part:
            yield from _below(value, keys)
