"""A guide as a value: a page of documentation in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the second size, and the name by which an address leads to it."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole page: the words of its first heading, clean HTML of what follows, and its sections."""

    title: str
    html: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide in one language. ``slug`` is empty for the list of guides, ``path`` is below ``config/``.
    ``page.html`` is clean, and its links lead to ``/guides/…``, its pictures to ``/static/…``.
    """

    slug: str
    language: str
    path: str
    page: Page
