"""Every error that Passerelle raises on purpose.

An error carries two words: ``code``, which names the page that a person reads (its wording lives in
the templates), and ``reason``, which is for the log and the trainer's technical line. No error here
carries an HTTP status; ``web/errors.py`` maps the class of the error to one.
"""

from __future__ import annotations

from lti_tool.domain.administration import AskedDeployment

PAGE_CODES = frozenset(
    {
        "e-anon",
        "e-big",
        "e-busy",
        "e-config",
        "e-conflict",
        "e-cookies",
        "e-denied",
        "e-expired",
        "e-link",
        "e-lms",
        "e-method",
        "e-notfound",
        "e-role",
        "e-saved",
        "e-sec",
    }
)


class PasserelleError(Exception):
    """The parent of all our errors.

    ``code`` is one of ``PAGE_CODES``; ``reason`` is a short kebab-case word that is safe to log: never
    a name, a token or an answer. ``asked`` is the deployment that a refused platform used, for its
    administrator to approve; it is no part of the message.
    """

    default_code = "e-busy"

    def __init__(self, code: str | None = None, *, reason: str, asked: AskedDeployment | None = None) -> None:
        self.code = code or self.default_code
        self.reason = reason
        self.asked = asked
        super().__init__(f"{self.code}: {reason}")


class MalformedRequest(PasserelleError):
    """The request cannot be read as what it claims to be: nothing was trusted, nothing was stored."""

    default_code = "e-link"


class NotAuthenticated(PasserelleError):
    """We could not establish who asks, or that the request comes from where it says."""

    default_code = "e-sec"


class NotAllowed(PasserelleError):
    """We know who asks, and this is not for them."""

    default_code = "e-role"


class NotFound(PasserelleError):
    """The thing does not exist, or belongs to somebody else: the two cases must look the same."""

    default_code = "e-notfound"


class InvalidMessage(PasserelleError):
    """The token is correctly signed but is not a valid LTI message; or what a platform says of itself
    cannot be used to connect it."""

    default_code = "e-config"


class Conflict(PasserelleError):
    """Something newer is already stored; nothing was overwritten."""

    default_code = "e-conflict"


class TooLarge(PasserelleError):
    """The input is over a published limit and was not read to its end."""

    default_code = "e-big"


class UnsupportedMedia(PasserelleError):
    """The body is of a kind that this address does not take."""

    default_code = "e-link"


class TooManyRequests(PasserelleError):
    """A rate limit was reached; the last state is kept. ``retry_after_seconds`` is when to ask again."""

    default_code = "e-busy"

    def __init__(self, *, reason: str, retry_after_seconds: int = 60) -> None:
        super().__init__(reason=reason)
        self.retry_after_seconds = retry_after_seconds


DISK_FULL = "disk-full"
"""The reason of an error that an operator must mend at once: nothing can be kept."""


class StoreUnavailable(PasserelleError):
    """The database could not be read or written in time; nothing is half stored."""

    default_code = "e-busy"


class PlatformUnavailable(PasserelleError):
    """A platform could not be reached or failed for a time: worth trying again.

    ``retry_after_seconds`` is what the platform asked for, or ``None``. ``is_ambiguous`` tells that the
    request may have been carried out although no answer was read. ``moved_to`` is the address that a
    redirect names, fit to be printed; empty for none.
    """

    default_code = "e-busy"

    def __init__(
        self,
        *,
        reason: str,
        retry_after_seconds: float | None = None,
        is_ambiguous: bool = False,
        status: int | None = None,
        moved_to: str = "",
    ) -> None:
        super().__init__(reason=reason)
        self.moved_to = moved_to
        self.retry_after_seconds = retry_after_seconds
        self.is_ambiguous = is_ambiguous
        self.status = status


class PlatformRefused(PasserelleError):
    """A platform answered no: trying the same again changes nothing until a person acts."""

    default_code = "e-config"

    def __init__(self, *, reason: str, status: int | None = None) -> None:
        super().__init__(reason=reason)
        self.status = status


class ContentFault(PasserelleError):
    """A content file is wrong. The message names the file, the line, what is wrong and how to mend it."""

    default_code = "e-config"


class SettingsFault(PasserelleError):
    """A setting is unknown or unusable. ``str(error)`` is one sentence for the operator."""

    default_code = "e-config"

    def __init__(self, sentence: str) -> None:
        super().__init__(reason="settings")
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence
