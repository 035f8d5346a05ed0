"""One line each: a check of the verifier that is switched off or loosened. The tests must notice every one.

Checks that stand twice on purpose are not listed, since the second one hides the first: ``alg`` in ``verify``
and in ``keys``, ``kty`` and the length of a key in ``jwk_set`` and in the library, https and the origin of a
return link, the origin of a target that must equal the login's, which was checked there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """``old`` stands exactly once in the module ``lti_tool/lti/<module>.py``; ``new`` takes its place."""

    name: str
    module: str
    old: str
    new: str


def _of(module: str, *changes: tuple[str, str, str]) -> tuple[Mutant, ...]:
    return tuple(
        Mutant(name=f"{module}-{name}", module=module, old=old, new=new) for name, old, new in changes
    )


VERIFY = _of(
    "verify",
    ("token-size", "len(text) > TOKEN_BYTES", "False"),
    ("parts", "len(pieces) != 3", "len(pieces) < 3"),
    ("signature", 'raise NotAuthenticated(reason="signature") from error', "pass"),
    ("issuer", 'claims.get("iss") != registration.issuer', "False"),
    ("audience", "audience not in (registration.client_id, [registration.client_id])", "audience is None"),
    ("second-audience", "audience not in (registration.client_id, [registration.client_id])",
     "registration.client_id not in (audience if isinstance(audience, list) else [audience])"),
    ("azp", '"azp" in claims and claims["azp"] != registration.client_id', "False"),
    ("exp-before-iat", "expires < issued", "False"),
    ("iat-in-future", "issued > at + LEEWAY_SECONDS", "False"),
    ("iat-leeway", "issued > at + LEEWAY_SECONDS", "issued >= at + LEEWAY_SECONDS + 1"),
    ("iat-no-leeway", "issued > at + LEEWAY_SECONDS", "issued > at"),
    ("nbf", '"nbf" in claims and _moment(claims, "nbf") > at + LEEWAY_SECONDS', "False"),
    ("exp", "expires < at - LEEWAY_SECONDS", "False"),
    ("exp-leeway", "expires < at - LEEWAY_SECONDS", "expires <= at - LEEWAY_SECONDS - 1"),
    ("exp-no-leeway", "expires < at - LEEWAY_SECONDS", "expires < at"),
    ("age", "issued < at - AGE_SECONDS_MAXIMUM", "False"),
    ("nonce", 'if hmac.compare_digest(nonce.encode("utf-8", "surrogatepass"), expected.encode("utf-8")):',
     "if nonce:"),
    ("nonce-type", "not isinstance(nonce, str) or not nonce", "False"),
    ("invented-nonce", "if is_invented_nonce(nonce):", "if False:"),
    ("kid-type", 'not is_identifier(header.get("kid"))', 'header.get("kid") is None'),
    ("typ", 'not isinstance(kind, str) or kind.upper() != "JWT"', "False"),
    ("crit", '"crit" in header or "b64" in header', '"b64" in header'),
    ("b64", '"crit" in header or "b64" in header', '"crit" in header'),
    ("foreign-key-headers", "header.keys() & _FOREIGN_KEY_HEADERS", "False"),
    ("jku", '"jku", "jwk", "x5u"', '"jwk", "x5u"'),
    ("x5c", '"x5u", "x5c", "x5t"', '"x5u", "x5t"'),
    ("object", "if not isinstance(value, dict):", "if False:"),
    ("alphabet", "not _PART.fullmatch(piece) or len(piece) % 4 == 1", "not piece"),
    ("one-spelling", 'base64.urlsafe_b64encode(raw).rstrip(b"=") != piece.encode("ascii")', "False"),
    ("moment-boolean", "isinstance(value, bool) or ", ""),
    ("moment-end", "not 0 <= value < _MOMENT_MAXIMUM", "not 0 <= value"),
    ("moment-negative", "not 0 <= value < _MOMENT_MAXIMUM", "not value < _MOMENT_MAXIMUM"),
)  # fmt: skip

JSON_AND_TEXT = _of(
    "strict_json",
    ("depth", "depth > DEPTH_MAXIMUM", "False"),
    ("repeated-name", "len(values) != len(pairs)", "False"),
    ("nan", ", parse_constant=_refuse_constant", ""),
    ("byte-order-mark", 'raw.decode("utf-8")', 'raw.decode("utf-8-sig")'),
) + _of(
    "text",
    ("identifier-length", "1 <= len(value) <= IDENTIFIER_CHARACTERS", "1 <= len(value)"),
    ("identifier-empty", "1 <= len(value) <= IDENTIFIER_CHARACTERS", "len(value) <= IDENTIFIER_CHARACTERS"),
    ("identifier-control", "and not has_control_characters(value)", ""),
    ("control-c1", "\\x7f-\\x9f", "\\x7f"),
    ("control-surrogates", "\\ud800-\\udfff", ""),
    ("undecodable", "return _UNDECODABLE in value", "return False"),
    ("word-length", ".strip()[:characters]", ".strip()"),
    ("word-control", '_CONTROL.sub("", value[: characters * 4])', "value[: characters * 4]"),
)  # fmt: skip

LAUNCH = _of(
    "launch",
    ("state-missing", 'if not parameters.get("state"):', "if False:"),
    ("state-unknown", "if login is None:", "if False:"),
    ("state-once", "            if not self.states.spend(login):\n                raise NotAuth",
     "            if False:\n                raise NotAuth"),
    ("state-carried", "return replace(launch, login=login)", "return launch"),
    ("state-life", "now >= login.expires_at or ", ""),
    ("state-from-future", " or login.created_at > now + STATE_LEEWAY", ""),
    ("other-browser", "browser_token and not hmac.compare_digest(digest(browser_token), state.browser_hash)",
     "False"),
    ("platform-error", 'if parameters.get("error"):', "if False:"),
    ("no-token", 'if not parameters.get("id_token"):', "if False:"),
    ("no-cookie", "if browser_token:\n            return launch", "if True:\n            return launch"),
    ("same-agent", "hmac.compare_digest(digest(agent), login.agent_hash)", "True"),
    ("spent", "login, now)\n        if not self.states.spend(login):",
     "login, now)\n        if self.states.spend(login) is None:"),
    ("waiting-life", "min(login.expires_at, now + HAND_OVER_LIFE)", "login.expires_at"),
    ("deployment", "if found is None:", "if False:"),
    ("no-nonce", "            .validate_nonce()\n", ""),
    ("no-message", "            .validate_message()\n", ""),
) + _of(
    "hand_over",
    ("proof", "if not hmac.compare_digest(digest(proof), hand_over.login.storage_hash):", "if False:"),
    ("agent", "elif not hand_over.is_same_agent:", "elif False:"),
) + _of(
    "pylti",
    ("gone", "if known is None:", "if False:"),
    ("disabled", "if not known.is_enabled:", "if False:"),
)  # fmt: skip

CLAIMS = _of(
    "claims",
    ("message-type", "_REQUIRED_BY_MESSAGE.get(kind) if",
     "_REQUIRED_BY_MESSAGE.get(kind, _RESOURCE_LINK) if"),
    ("faults", "if faults:", "if len(faults) > 1:"),
    ("message-type-absent", 'lambda claims: f"{CLAIM}message_type" in claims', "lambda claims: True"),
    ("version", 'lambda claims: claims.get(f"{CLAIM}version") == VERSION', "lambda claims: True"),
    ("version-prefix", 'claims.get(f"{CLAIM}version") == VERSION',
     'str(claims.get(f"{CLAIM}version")).startswith(VERSION)'),
    ("deployment-type", 'lambda claims: is_identifier(claims.get(f"{CLAIM}deployment_id"))',
    "lambda claims: True"),
    ("deployment-changed", "state.deployment_hint is not None and deployment_id != state.deployment_hint",
    "False"),
    ("target-changed", "target != state.target_link_uri", "False"),
    ("target-type", "isinstance(target, str) and bool(target)", "True"),
    ("sub", '"sub" not in claims or is_identifier(claims["sub"])', "True"),
    ("roles-type", "isinstance(roles, list)\n        and", "True and"),
    ("roles-many", "and len(roles) <= ROLES_MAXIMUM", ""),
    ("roles-text", "and all(isinstance(role, str) for role in roles)", ""),
    ("roles-kept", "len(role) <= IDENTIFIER_CHARACTERS and not has_control_characters(role)", "True"),
    ("link", 'isinstance(link, dict) and is_identifier(link.get("id"))', "isinstance(link, dict)"),
    ("context", 'isinstance(context, dict) and is_identifier(context.get("id"))',
     "isinstance(context, dict)"),
    ("custom-type", "isinstance(custom, dict) and len(custom) <= CUSTOM_MAXIMUM",
    "len(custom) <= CUSTOM_MAXIMUM"),
    ("custom-many", "isinstance(custom, dict) and len(custom) <= CUSTOM_MAXIMUM", "isinstance(custom, dict)"),
    ("custom-name", "and is_identifier(name) ", ""),
    ("custom-variable", " and not is_unsubstituted(text)", ""),
    ("return-link", "if may_return else None", "if return_url else None"),
) + _of(
    "message_claims",
    ("settings", "if not isinstance(settings, dict):", "if False:"),
    ("data-size", "or len(data) > DATA_CHARACTERS", ""),
    ("data-type", "not isinstance(data, str) or ", ""),
    ("return-url", "return isinstance(url, str) and bool(url)", "return True"),
    ("return-fault", "if fault is not None:", "if False:"),
    ("reviewed-user", 'isinstance(user, dict) and is_identifier(user.get("user_id"))',
     "isinstance(user, dict)"),
) + _of(
    "service_claims",
    ("lineitem-origin", "origin_of(lineitem) != origin_of(lineitems)", "False"),
    ("scopes", " & AGS_SCOPES", ""),
    ("grades-fault", '(None, (f"ags-{fault}",)) if fault else', "(None, ()) if False else"),
    ("roster-fault", '(None, (f"nrps-{fault}",)) if fault else', "(None, ()) if False else"),
    ("grades-type", "if not isinstance(claim, dict):", "if False:"),
)  # fmt: skip

LOGIN = _of(
    "login",
    ("parameter-size", 'if any(len(value.encode("utf-8", "surrogatepass")) > limit for value in found):',
    "if False:"),
    ("hint-size", "HINT_BYTES if name in _HINTS else PARAMETER_BYTES", "HINT_BYTES"),
    ("blank", '.get(name, "").strip()', '.get(name, "")'),
    ("control", "has_control_characters(value) or ", ""),
    ("undecodable", " or has_undecodable_characters(value)", ""),
    ("target", "if not is_own_target(target, tool_origin=tool_origin, launch_url=launch_url):", "if False:"),
    ("issuer", "registration.issuer == issuer and ", ""),
    ("disabled", "[registration for registration in found if registration.is_enabled]", "found"),
    ("deployment", "if book.has_deployment(each, deployment_id)", "if True"),
    ("several", "if len(found) > 1:", "if False:"),
    ("merged-query", 'and unquote(piece.partition("=")[0]) not in question', ""),
    ("state-life", "timedelta(minutes=10)", "timedelta(minutes=20)"),
    ("frame-name", "if not _FRAME_NAME.fullmatch(target):", "if not target:"),
) + _of(
    "parameters",
    ("twice", "if len(found) > 1 or name in values:", "if False:"),
    ("brackets", "            if bracket:", "            if False:"),
)  # fmt: skip

ADDRESSES = _of(
    "addresses",
    ("length", " and len(url) <= URL_CHARACTERS", ""),
    ("plain", "if not _PLAIN.fullmatch(url):", "if False:"),
    ("backslash", '"[!-\\[\\]-~]+"', '"[!-~]+"'),
    ("user-information", ' or "@" in parts.netloc', ""),
    ("port", " or port == 0", ""),
    ("service-fragment", "if parts is None or parts.fragment:\n        return \"bad-url\"",
     'if parts is None:\n        return "bad-url"'),
    ("service-https", 'if parts.scheme != "https" and not allow_insecure:\n        return "not-https"', ""),
    ("service-host", "if parts.hostname not in hosts_of(registration):", "if False:"),
    ("page-origin", "return origin_of(url) in _origins_of(registration)",
    "return True"),
    ("target-origin", 'if url != origin and not url.startswith((f"{origin}/", f"{origin}?")):',
     "if not url.startswith(origin):"),
    ("target-fragment", "if parts is None or parts.fragment:\n        return False",
    "if parts is None:\n        return False"),
    ("target-escape", "_TRICKY_ESCAPE.search(path) or ", ""),
    ("target-segment", " or _TRICKY_SEGMENT.search(path)", ""),
    ("target-root", 'return path == root or path.startswith(f"{root}/")', "return True"),
)  # fmt: skip

KEYS = _of(
    "jwk_set",
    ("alg", 'entry.get("alg", ALGORITHM) != ALGORITHM or ', ""),
    ("use", ' or entry.get("use", "sig") != "sig"', ""),
    ("kid", 'not isinstance(entry.get("kid"), str) or not entry["kid"]', '"kid" not in entry'),
    ("members", "if not all(isinstance(value, str) for value in members.values()):", "if False:"),
    ("short-key", "if key.key_size < KEY_BITS_MINIMUM:", "if False:"),
    ("list", "if not isinstance(entries, list):", "if entries is None:"),
    ("no-key", "if not keys and not weak:", "if False:"),
) + _of(
    "keys",
    ("weak-key", "if key is None and kid in known.weak_kids:", "if False:"),
    ("unknown-kid", 'if key is None:\n            raise NotAuthenticated(reason="unknown-kid")', "pass"),
    ("status", "if answer.status != 200:", "if False:"),
    ("one-set-each", "setdefault(registration.id, _Shelf())", "setdefault(registration.issuer, _Shelf())"),
    ("fetch-interval", "if shelf.tried_at is None or abs(now - shelf.tried_at) >= FETCH_INTERVAL:",
    "if True:"),
    ("other-address", "known.url == registration.jwks_url and ", ""),
    ("life", " < known.expires_at\n", "\n"),
    ("stale-life", " or now >= known.expires_at + STALE_LIFE", ""),
    ("size", "limit_bytes=JWKS_BYTES", "limit_bytes=JWKS_BYTES * 1000"),
)  # fmt: skip

MUTANTS = (*VERIFY, *JSON_AND_TEXT, *LAUNCH, *CLAIMS, *LOGIN, *ADDRESSES, *KEYS)
