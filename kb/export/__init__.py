"""What leaves the library as a file: memoranda with their table of authorities."""

from kb.export.markdown import as_markdown
from kb.export.memo import compose
from kb.export.records import Held, Holdings, Memo
from kb.export.word import as_docx
from kb.export.wording import as_question, runs_from, same_words

__all__ = ["Held", "Holdings", "Memo", "as_docx", "as_markdown", "as_question", "compose", "runs_from", "same_words"]
