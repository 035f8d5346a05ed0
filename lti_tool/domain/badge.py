"""Open Badges 3.0: issuer, achievement and credential as JSON, without their signature.

Source: Open Badges 3.0 (1EdTech), sections 5, 8.2 and B; Verifiable Credentials Data Model 2.0; Bitstring
Status List 1.0 (W3C).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any  # JSON objects: texts, lists and objects
from uuid import NAMESPACE_URL, uuid5

from lti_tool.domain.attestation import Attestation

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
KEY_CONTEXT = "https://www.w3.org/ns/cid/v1"
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
FRAMEWORK, FRAMEWORK_URL = "DigComp", "https://publications.jrc.ec.europa.eu/repository/handle/JRC144121"
STATUS_BITS = 131_072
"""The least that a status list may hold: one badge hides among that many."""
AREAS_OF_ONE = 5
"""One attestation has a badge of each area at most."""
PRIVATE_SET = "badges"
"""What stands in the place of a registration when a key for badges is sealed: it opens nowhere else."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a centre's public files are: ``base`` is its address without a slash at the end."""

    base: str

    @property
    def issuer(self) -> str:
        """The issuer's profile, which is the issuer's id."""
        return f"{self.base}/issuer.json"

    @property
    def status(self) -> str:
        """The list of what was withdrawn."""
        return f"{self.base}/status.jwt"

    def key(self, kid: str) -> str:
        """One public key."""
        return f"{self.base}/keys/{kid}.json"

    def achievement(self, language: str, area: str, level: int) -> str:
        """What one level of one area is, in one language."""
        return f"{self.base}/{language}/area-{area}-level-{level}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of a badge in one language. ``told`` says how the positioning was made, and when."""

    language: str
    name: str
    description: str
    criteria: str
    target: str
    told: str = ""
    check: str = ""


def issuer_profile(site: Site, name: str) -> Json:
    """Who issues, as every badge names it."""
    return {"id": site.issuer, "type": ["Profile"], "name": name}


def issuer_document(site: Site, name: str, keys: Sequence[Mapping[str, Any]]) -> Json:
    """The public profile, with every public key that ever signed."""
    methods = [
        {
            "id": site.key(key["kid"]),
            "type": "JsonWebKey",
            "controller": site.issuer,
            "publicKeyJwk": dict(key),
        }
        for key in keys
    ]
    return {
        "@context": [*CONTEXTS, KEY_CONTEXT],
        **issuer_profile(site, name),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def achievement(site: Site, issuer: str, words: Words, area: str, level: int) -> Json:
    """One level of one area. It is an assessment of one day, and no certificate."""
    return {
        "id": site.achievement(words.language, area, level),
        "type": ["Achievement"],
        "name": words.name,
        "description": words.description,
        "criteria": {"narrative": words.criteria},
        "achievementType": "Assessment",
        "inLanguage": words.language,
        "humanCode": f"{area}:{level}",
        "creator": issuer_profile(site, issuer),
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": words.target,
                "targetUrl": FRAMEWORK_URL,
                "targetFramework": FRAMEWORK,
                "targetCode": area,
            }
        ],
    }


def credential(
    site: Site, issuer: str, words: Words, attestation: Attestation, area: str, level: int, check_href: str
) -> Json:
    """The badge of one area of an attestation, as its JWT carries it: the claims are those of section 8.2.

    The person is named by a salted hash of our own random id alone: nobody can guess it, and we can
    recognise it.
    """
    badge_id = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site.base}#{attestation.id}-{area}')}"
    made: Json = {
        "@context": [*CONTEXTS, EXTENSIONS],
        "id": badge_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": words.name,
        "issuer": issuer_profile(site, issuer),
        "validFrom": _moment(attestation.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(attestation, area)],
            "achievement": achievement(site, issuer, words, area, level),
        },
        "credentialStatus": _status_entry(site, attestation.number, area),
        "credentialSchema": [SCHEMA],
    }
    evidence: Json = {"type": ["Evidence"], "narrative": words.told}
    if check_href:
        evidence = {"id": check_href, **evidence, "name": words.check}
    made["evidence"] = [evidence]
    return {
        **made,
        "iss": site.issuer,
        "jti": badge_id,
        "nbf": int(attestation.issued_at.timestamp()),
    }


def status_list(site: Site, withdrawn: Iterable[int], issued: int, now: datetime) -> Json:
    """Which badges of a centre were withdrawn, by the numbers of their attestations, as a credential; the
    centre ``issued`` so many.
    """
    bits = bytearray(max(STATUS_BITS, issued * AREAS_OF_ONE) // 8 + 1)
    for number in withdrawn:
        for index in range(number * AREAS_OF_ONE, (number + 1) * AREAS_OF_ONE):
            bits[index // 8] |= 0x80 >> index % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    return {
        "@context": [CONTEXTS[0]],
        "id": site.status,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": site.issuer,
        "validFrom": _moment(now),
        "credentialSubject": {
            "id": f"{site.status}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
        "iss": site.issuer,
        "jti": site.status,
        "sub": f"{site.status}#list",
        "nbf": int(now.timestamp()),
    }


def _status_entry(site: Site, number: int, area: str) -> Json:
    index = number * AREAS_OF_ONE + int(area) - 1
    return {
        "id": f"{site.status}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": site.status,
    }


def _identity(attestation: Attestation, area: str) -> Json:
    salt = hashlib.sha256(f"{attestation.id}-{area}".encode()).hexdigest()[:16]
    hashed = hashlib.sha256(f"{attestation.person_id}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${hashed}",
        "identityType": "systemId",
        "salt": salt,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
