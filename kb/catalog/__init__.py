"""The instruments: names, outlines, versions, relations, official addresses."""

from kb.catalog.catalogue import Catalogue
from kb.catalog.outlines import ArticleNumbers, Numbering, ParagraphNumbers
from kb.catalog.reading import FamilyMention, Mention

__all__ = ["ArticleNumbers", "Catalogue", "FamilyMention", "Mention", "Numbering", "ParagraphNumbers"]
