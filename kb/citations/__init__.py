"""Citations: found in a text, resolved against the catalogue, written as lawyers and their programs write them."""

from kb.citations.exports import EXPORTS, Export
from kb.citations.find import Found, find
from kb.citations.format import format_id, pinpoint, records, write, write_together
from kb.citations.resolve import cite, resolve
from kb.citations.styles import STYLES, Style, Written

__all__ = [
    "EXPORTS",
    "STYLES",
    "Export",
    "Found",
    "Style",
    "Written",
    "cite",
    "find",
    "format_id",
    "pinpoint",
    "records",
    "resolve",
    "write",
    "write_together",
]
