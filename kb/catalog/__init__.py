"""The instruments: names, outlines, versions, relations, official addresses."""

from kb.catalog.catalogue import Catalogue
from kb.catalog.mentions import FamilyMention, Mention
from kb.catalog.outlines import ArticleNumbers, Numbering, ParagraphNumbers

__all__ = ["ArticleNumbers", "Catalogue", "FamilyMention", "Mention", "Numbering", "ParagraphNumbers"]
