"""Files to documents: the only parsers of file formats."""

from kb.readers.dispatch import read, read_bytes

__all__ = ["read", "read_bytes"]
