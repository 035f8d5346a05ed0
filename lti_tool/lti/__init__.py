"""LTI 1.3 Advantage: everything that speaks to a platform, replaceable as a whole."""
