"""Content as files: YAML becomes values, and every fault names file, line, what and how to mend."""
