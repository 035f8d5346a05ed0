"""What the packages that run in an installation bring along: weak points, a list of parts, licences."""
