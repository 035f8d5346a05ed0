"""``python -m lti_tool`` is the same as ``passerelle``."""

from lti_tool.cli import main

if __name__ == "__main__":
    main()
