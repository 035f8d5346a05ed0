"""Passerelle: an LTI 1.3 Advantage tool that finds out what adults can do with digital tools."""

__version__ = "0.1.0"
