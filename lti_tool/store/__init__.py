"""What Passerelle remembers: SQLAlchemy rows, one file per aggregate. Rows never leave this package."""
