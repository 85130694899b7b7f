"""Citations: found in a text, resolved against the catalogue, written as lawyers write them."""

from kb.citations.find import Found, find
from kb.citations.format import format_id
from kb.citations.resolve import cite, resolve

__all__ = ["Found", "cite", "find", "format_id", "resolve"]
