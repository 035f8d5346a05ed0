"""Tests of the demo LMS and of the fake LMS that is built on it."""
