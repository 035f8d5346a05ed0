"""The tool's signing key of the tests: making one takes 140 ms, so one is made for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool.lti.sealing import new_private_key
from lti_tool.lti.tool_keys import SealedKeyMaker


@cache
def spare_key(number: int) -> RSAPrivateKey:
    """The key of this number, made once per process."""
    return new_private_key()


def the_key() -> RSAPrivateKey:
    """The key that every registration of the tests gets."""
    return spare_key(0)


def key_after_key(first: int = 0) -> Iterator[RSAPrivateKey]:
    """Another key each time, the same ones in the same order for every caller."""
    return (spare_key(number) for number in count(first))


def key_maker(secret: bytes) -> SealedKeyMaker:
    """Seals the one key under this secret."""
    return SealedKeyMaker(secret, make_private=the_key)
