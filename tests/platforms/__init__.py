"""Platforms this project did not write, made available to its tests."""
