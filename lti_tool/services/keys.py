"""The life of the tool's signing keys: rotation, revocation, another secret, the end.

What a key does follows from its age and the keys beside it alone (``domain/keys``): no step has a state
that a crash could leave half done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.audit import COMMAND_LINE, Deed
from lti_tool.domain.errors import NotFound
from lti_tool.domain.keys import is_over, signing_key
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import KeyMaker, StoredKey
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """One key of one set. ``registration`` is ``None`` for a shared key, or one of a set that is reserved."""

    key: StoredKey
    registration: Registration | None
    is_signing: bool


class Keys:
    """Use cases over signing keys. A key is made and opened with no transaction open."""

    def __init__(self, store: Store, maker: KeyMaker) -> None:
        self._store = store
        self._maker = maker

    def ensure_first(self, centre_id: str, registration_id: str, now: datetime) -> None:
        """Give a registration, or one that is to be, its first key."""
        with self._store.reading() as unit:
            known = unit.keys.of_registration(centre_id, registration_id)
        if not known:
            made = self._maker.make(centre_id, registration_id, now)
            with self._store.writing() as unit:
                unit.keys.add(made)

    def forget(self, centre_id: str, registration_id: str) -> None:
        """Take back the keys of a registration that did not come about."""
        with self._store.writing() as unit:
            if unit.registrations.get(centre_id, registration_id) is None:
                for key in unit.keys.of_registration(centre_id, registration_id):
                    unit.keys.remove(key)

    def rotate(self, registration_id: str | None, now: datetime) -> Sequence[tuple[Registration, str]]:
        """Publish one more key for a registration, or for each; with the ``kid`` of each key that was made.

        It signs 24 hours later. A registration that the shared keys served takes them into its own set first:
        what its platform knows stays published.

        Raises:
            NotFound: ``no-such-registration``.
        """
        with self._store.reading() as unit:
            known = [registration for registration, _deployments in unit.registrations.all()]
        wanted = [each for each in known if registration_id in (None, each.id)]
        if registration_id is not None and not wanted:
            raise NotFound(reason="no-such-registration")
        return tuple((each, self._rotated(each, now)) for each in wanted)

    def revoke(self, kid: str, now: datetime) -> Sequence[Registration]:
        """Take a key out of every set at once, with its private part; the registrations that it served.

        Where no other key is left a fresh one takes its place and signs at once: their platforms must fetch
        it, so their administrators must be called.

        Raises:
            NotFound: ``no-such-key``.
        """
        with self._store.reading() as unit:
            doomed = [key for key in unit.keys.all() if key.kid == kid]
            served = _served(unit, kid)
            bare = [each for each in served if all(key.kid == kid for key in _keys_for(unit, each))]
        if not doomed:
            raise NotFound(reason="no-such-key")
        fresh = [self._maker.make(each.centre_id, each.id, now) for each in bare]
        with self._store.writing() as unit:
            for key in fresh:
                unit.keys.add(key)
            for key in doomed:
                unit.keys.remove(key)
            for each in served:
                unit.audit.append(_deed_on(each, f"revoked {kid}", now))
        return tuple(served)

    def reseal(self) -> int:
        """Seal every key under the present secret; how many were sealed otherwise.

        Raises:
            SettingsFault: one of them opens under no known secret; nothing was changed.
        """
        with self._store.reading() as unit:
            stored = unit.keys.all()
        sealed = [(key, self._maker.resealed(key, key.centre_id, key.registration_id)) for key in stored]
        changed = [(old, new) for old, new in sealed if new.sealed_private != old.sealed_private]
        with self._store.writing() as unit:
            return sum(unit.keys.replace_seal(old, new.sealed_private) for old, new in changed)

    def all(self, now: datetime) -> Sequence[ListedKey]:
        """Every key of every set, newest first."""
        with self._store.reading() as unit:
            stored = unit.keys.all()
            known = {registration.id: registration for registration, _deployments in unit.registrations.all()}
        return tuple(
            ListedKey(
                key=key,
                registration=known.get(key.registration_id),
                is_signing=signing_key(_set_of(stored, key), now) is key,
            )
            for key in stored
        )

    def sweep(self, now: datetime) -> int:
        """Delete the keys that a younger one of their set replaced long enough ago; how many these were.

        Shared keys go when every registration has keys of its own, in whose sets they live on.
        """
        with self._store.reading() as unit:
            stored = unit.keys.all()
            over = [key for key in stored if is_over(key, _set_of(stored, key), now)]
            if unit.registrations.all() and not unit.keys.without_own_keys():
                over += [key for key in unit.keys.shared() if key not in over]
        with self._store.writing() as unit:
            for key in over:
                unit.keys.remove(key)
            unit.keys.sweep_reserved(now)
        return len(over)

    def _rotated(self, registration: Registration, now: datetime) -> str:
        place = (registration.centre_id, registration.id)
        with self._store.reading() as unit:
            is_shared = not unit.keys.of_registration(*place)
            shared = unit.keys.shared() if is_shared else ()
        adopted = [self._maker.resealed(key, *place) for key in shared]
        made = self._maker.make(*place, now)
        with self._store.writing() as unit:
            known = {key.kid for key in unit.keys.of_registration(*place)}
            for key in (*adopted, made):
                if key.kid not in known:
                    unit.keys.add(key)
            unit.audit.append(_deed_on(registration, f"added {made.kid}", now))
        return made.kid


def _deed_on(registration: Registration, detail: str, now: datetime) -> Deed:
    return Deed(
        at=now,
        actor=COMMAND_LINE,
        action="keys-rotated",
        object_kind="registration",
        object_id=registration.id,
        centre_id=registration.centre_id,
        detail=detail,
    )


def _set_of(stored: Sequence[StoredKey], key: StoredKey) -> list[StoredKey]:
    return [each for each in stored if each.registration_id == key.registration_id]


def _keys_for(unit: UnitOfWork, registration: Registration) -> Sequence[StoredKey]:
    return unit.keys.of_registration(registration.centre_id, registration.id) or unit.keys.shared()


def _served(unit: UnitOfWork, kid: str) -> list[Registration]:
    """The registrations whose platforms accept this key."""
    known = [registration for registration, _deployments in unit.registrations.all()]
    return [each for each in known if any(key.kid == kid for key in _keys_for(unit, each))]
