"""The evidence of accessibility: what a browser finds on every page, against the criteria of EN 301 549."""
