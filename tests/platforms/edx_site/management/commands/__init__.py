"""Management commands of the course site."""
