"""The tool's signing keys."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import Conflict
from lti_tool.domain.ports import StoredKey
from lti_tool.store.unit_of_work import Store
from tests.factories import DAY, NOW


def test_there_is_no_key_when_none_was_made(store: Store) -> None:
    with store.reading() as work:
        assert work.keys.all() == ()


def test_the_newest_key_comes_first_when_there_are_two(store: Store) -> None:
    old = StoredKey(kid="a", sealed_private="sealed", public_jwk="{}", created_at=NOW)
    new = StoredKey(kid="b", sealed_private="sealed", public_jwk="{}", created_at=NOW + DAY)
    with store.writing() as work:
        work.keys.add(old)
        work.keys.add(new)

    with store.reading() as work:
        assert (new, old) == work.keys.all()


def test_the_first_key_stays_when_its_name_is_taken(store: Store) -> None:
    key = StoredKey(kid="a", sealed_private="sealed", public_jwk="{}", created_at=NOW)
    with store.writing() as work:
        work.keys.add(key)

    with pytest.raises(Conflict), store.writing() as work:
        work.keys.add(StoredKey(kid="a", sealed_private="other", public_jwk="{}", created_at=NOW))

    with store.reading() as work:
        assert (key,) == work.keys.all()
