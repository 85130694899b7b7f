"""What leaves the library as a file: memoranda with their table of authorities."""

from kb.export.markdown import as_markdown
from kb.export.memo import compose
from kb.export.records import Held, Holdings, Memo
from kb.export.word import as_docx

__all__ = ["Held", "Holdings", "Memo", "as_docx", "as_markdown", "compose"]
