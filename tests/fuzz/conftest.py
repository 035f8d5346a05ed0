"""The mutated messages that go over HTTP meet the same installation as the tests of the pages."""

from __future__ import annotations

from tests.web.conftest import lms, other_lms, parts, postgresql_house, site, sqlite_house

__all__ = ["lms", "other_lms", "parts", "postgresql_house", "site", "sqlite_house"]
