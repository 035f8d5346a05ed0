"""What the page for connecting by hand receives: ready values, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpLine:
    """One field of the platform's own form: ``label`` in its words.

    ``kind`` is ``copy`` for a value to copy, ``choose`` for an option to choose, ``tick`` for a box to tick,
    ``leave`` for a field that stays as it is. ``lines`` is how many lines the value has.
    """

    label: str
    value: str = ""
    kind: Literal["copy", "choose", "tick", "leave"] = "copy"
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """One field of our form. ``fault`` says what is wrong with what was typed, empty when nothing is."""

    name: str
    label: str
    value: str = ""
    fault: str = ""
    is_required: bool = True
    is_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualPage:
    """``registration/manual.html``.

    ``lines`` is what goes into the platform, ``general`` is whether they are the words of LTI in general and
    not those of one platform. ``family`` and ``address`` are what was asked for; ``fields`` is our own form,
    empty before an address was given. ``invite`` is the secret of an invitation, empty without one: the page
    then shows the addresses and cannot connect. ``fault`` stands above the form.
    """

    families: tuple[tuple[str, str], ...]
    family: str
    address: str
    lines: tuple[SetUpLine, ...]
    is_general: bool
    fields: tuple[FieldValue, ...] = ()
    address_fault: str = ""
    invite: str = ""
    fault: str = ""
    action: str = ""
    frame: Frame = NO_FRAME
