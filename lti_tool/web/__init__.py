"""The pages: Flask, thin, no SQL. Among them only ``web/lti.py`` knows LTI."""
