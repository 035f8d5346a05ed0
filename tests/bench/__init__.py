"""Benches: what is promised about grades, storage and speed, measured on real processes.

``python -m tests.bench`` runs all of them in their quick size, ``python -m tests.bench storage --full``
one in its full size. Each is a module ``<name>_bench.py`` with ``run(size: Size) -> Report``.
"""
