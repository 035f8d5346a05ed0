"""Open Badges of attestations: their keys, their signature, and what anybody may read to check one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from lti_tool.domain import badge
from lti_tool.domain.administration import is_named
from lti_tool.domain.attestation import Attestation
from lti_tool.domain.audit import COMMAND_LINE, LEARNER, TRAINER, Deed, actor_of
from lti_tool.domain.badge import Json, Site, Words
from lti_tool.domain.document_ports import CredentialSigner
from lti_tool.domain.errors import NotFound
from lti_tool.domain.ports import StoredKey
from lti_tool.domain.roles import Rights
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store


class Badges:
    """Use cases over badges. A key is made and opened with no transaction open. ``base_url`` is the tool's
    own address.
    """

    def __init__(
        self, store: Store, signer: CredentialSigner, *, base_url: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._signer = signer
        self._base_url = base_url
        self._clock = clock

    def site_of(self, centre_id: str) -> Site:
        """Where the public files of a centre are."""
        return Site(base=f"{self._base_url}/badges/{centre_id}")

    def make(
        self, visit: Visit, attestation: Attestation, area: str, words: Words, *, check_href: str
    ) -> str:
        """The signed badge of one area of this attestation, as a compact JWT; the attestation shows that the
        visitor may have it.

        Raises:
            NotFound: the attestation was withdrawn, that area has no level in it, the centre has no name of
                its own, or the visitor is an assistant.
        """
        stated = attestation.statement.of_area(area)
        if not attestation.is_valid or stated is None or stated.level < 1:
            raise NotFound(reason="no-such-badge")
        if visit.rights not in (Rights.TRAINER, Rights.LEARNER):
            raise NotFound(reason="assistant-cannot-issue")
        centre_id, now = attestation.centre_id, self._clock()
        site, (name, keys) = self.site_of(centre_id), self._issuer(centre_id)
        if not is_named(name):
            raise NotFound(reason="centre-without-name")
        key = keys[0] if keys else self._first_key(centre_id, now)
        made = badge.credential(site, name, words, attestation, area, stated.level, check_href)
        token = self._signer.sign(key, site.key(key.kid), made)
        role = TRAINER if visit.rights is Rights.TRAINER else LEARNER
        with self._store.writing() as unit:
            unit.audit.append(
                Deed(
                    at=now,
                    centre_id=centre_id,
                    actor=actor_of(role, visit.launch.person_id),
                    action="badge-made",
                    object_kind="attestation",
                    object_id=attestation.id,
                    detail=f"area {area}",
                )
            )
        return token

    def issuer(self, centre_id: str) -> Json:
        """The public profile of a centre with every key that ever signed.

        Raises:
            NotFound: there is no such centre, or it never issued a badge.
        """
        name, keys = self._known_issuer(centre_id)
        return badge.issuer_document(
            self.site_of(centre_id), name, [json.loads(key.public_jwk) for key in keys]
        )

    def public_key(self, centre_id: str, kid: str) -> Json:
        """One public key as a JWK.

        Raises:
            NotFound: no badge of that centre was ever signed with it.
        """
        _name, keys = self._known_issuer(centre_id)
        found = next((key for key in keys if key.kid == kid), None)
        if found is None:
            raise NotFound(reason="no-such-key")
        return dict(json.loads(found.public_jwk))

    def key_set(self, centre_id: str) -> Json:
        """Every public key of a centre as a JWK set.

        Raises:
            NotFound: as above.
        """
        _name, keys = self._known_issuer(centre_id)
        return {"keys": [json.loads(key.public_jwk) for key in keys]}

    def achievement(self, centre_id: str, area: str, level: int, words: Words) -> Json:
        """What one level of one area is, for everybody.

        Raises:
            NotFound: as above.
        """
        name, _keys = self._known_issuer(centre_id)
        site = self.site_of(centre_id)
        return {"@context": list(badge.CONTEXTS), **badge.achievement(site, name, words, area, level)}

    def status(self, centre_id: str) -> str:
        """The signed list of the centre's badges that were withdrawn.

        Raises:
            NotFound: as above.
        """
        _name, keys = self._known_issuer(centre_id)
        site = self.site_of(centre_id)
        with self._store.reading() as unit:
            numbers = unit.attestations.withdrawn_numbers(centre_id)
            issued = unit.attestations.next_number(centre_id)
        made = badge.status_list(site, numbers, issued, self._clock())
        return self._signer.sign(keys[0], site.key(keys[0].kid), made)

    def rotate(self) -> Sequence[str]:
        """Sign with a fresh key from here on, in every centre that has one; the ``kid`` of each fresh key.

        The former ones stay published: what they signed stays good.
        """
        now = self._clock()
        with self._store.reading() as unit:
            centres = sorted({key.centre_id for key in unit.badge_keys.all()})
        made = [self._signer.make(centre_id, badge.PRIVATE_SET, now) for centre_id in centres]
        with self._store.writing() as unit:
            for key in made:
                unit.badge_keys.add(key)
                unit.audit.append(
                    Deed(
                        at=now,
                        centre_id=key.centre_id,
                        actor=COMMAND_LINE,
                        action="keys-rotated",
                        object_kind="badges",
                        object_id=key.centre_id,
                        detail=f"added {key.kid}",
                    )
                )
        return tuple(key.kid for key in made)

    def reseal(self) -> int:
        """Seal every key under the present secret; how many were sealed otherwise.

        Raises:
            SettingsFault: one of them opens under no known secret; nothing was changed.
        """
        with self._store.reading() as unit:
            stored = unit.badge_keys.all()
        sealed = [(key, self._signer.resealed(key, key.centre_id, key.registration_id)) for key in stored]
        changed = [(old, new) for old, new in sealed if new.sealed_private != old.sealed_private]
        with self._store.writing() as unit:
            return sum(unit.badge_keys.replace_seal(old, new.sealed_private) for old, new in changed)

    def _first_key(self, centre_id: str, now: datetime) -> StoredKey:
        made = self._signer.make(centre_id, badge.PRIVATE_SET, now)
        with self._store.writing() as unit:
            known = unit.badge_keys.of_centre(centre_id)
            if not known:
                unit.badge_keys.add(made)
        return known[0] if known else made

    def _issuer(self, centre_id: str) -> tuple[str, Sequence[StoredKey]]:
        with self._store.reading() as unit:
            return unit.attestations.centre_name(centre_id) or "", unit.badge_keys.of_centre(centre_id)

    def _known_issuer(self, centre_id: str) -> tuple[str, Sequence[StoredKey]]:
        name, keys = self._issuer(centre_id)
        if not keys:
            raise NotFound(reason="no-such-issuer")
        return name, keys
