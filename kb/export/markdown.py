"""A memorandum as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.export.records import TIME_LIMIT_HEADS, Authority, Finding, Memo, referred


def as_markdown(memo: Memo) -> str:
    """The whole memorandum."""
    return "\n".join(_lines(memo)).rstrip() + "\n"


def _lines(memo: Memo) -> Iterator[str]:
    yield from ("# Memorandum", "", f"**Question.** {memo.question}", "", f"**Date.** {memo.day.isoformat()}", "")
    yield from ("## Short answer", "")
    for paragraph in memo.short:
        yield from (paragraph, "")
    yield from _questions(memo)
    yield from _time_limits(memo)
    yield from _comparison(memo)
    for heading, findings in (("Statements", memo.findings), ("Terms and references", memo.beside)):
        yield from (f"## {heading}", "") if findings else ()
        for finding in findings:
            yield from _finding(finding)
    yield from _listed("Notes on versions and sources", memo.notes)
    yield from _listed("Limits: what was not checked", memo.limits)
    yield from _listed("Nearest provisions", memo.nearest)
    yield from _listed("See also", memo.see_also)
    yield from _listed("Not in the library", memo.missing)
    if memo.authorities:
        rows = [_authority(one) for one in memo.authorities]
        yield from ("## Table of authorities", "", *_table(("Authority", "Cited", "Version"), rows), "")
        yield from _listed("", [doubt for one in memo.authorities for doubt in one.doubts], "To be checked: ")
    yield from _manifest(memo)


def _questions(memo: Memo) -> Iterator[str]:
    if memo.questions:
        yield from ("## Questions within the question", "")
        for number, one in enumerate(memo.questions, 1):
            yield f"{number}. {' '.join(filter(None, (one.question, one.verdict and f'**{one.verdict}**', one.rests)))}"
        yield ""


def _time_limits(memo: Memo) -> Iterator[str]:
    if memo.time_limits:
        rows = [(one.length, one.start, one.citation, referred(one.findings)) for one in memo.time_limits]
        yield from ("## Time limits", "", *_table(TIME_LIMIT_HEADS, rows), "")


def _comparison(memo: Memo) -> Iterator[str]:
    if memo.comparison:
        heads = ("Issue", *memo.comparison.instruments)
        yield from ("## Comparison", "", *_table(heads, memo.comparison.rows), "")


def _finding(finding: Finding) -> Iterator[str]:
    yield from (f"**[{finding.number}]** {finding.text}", "")
    for source, quotes in finding.passages:
        whole = "\n\n".join(quote.shown for quote in quotes)
        yield from (f"> {line}".rstrip() for line in whole.split("\n"))
        yield from ("", source, "")
    for line in finding.alike:
        yield from (line, "")
    yield from (f"*Version: {finding.version}.*", "")


def _listed(heading: str, lines: Sequence[str], before: str = "") -> Iterator[str]:
    if lines:
        yield from (f"## {heading}", "") if heading else ()
        yield from (f"- {before}{line}" for line in dict.fromkeys(lines))
        yield ""


def _authority(authority: Authority) -> tuple[str, ...]:
    checked = f"{authority.citation} ([status]({authority.status}))" if authority.status else authority.citation
    return checked, ", ".join(authority.pinpoints), "; ".join(authority.versions)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(heads)
    yield "|" + "---|" * len(heads)
    yield from (_row(row) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _manifest(memo: Memo) -> Iterator[str]:
    held = memo.holdings
    yield from ("## Library", "")
    yield f"- Program: {held.program}"
    yield f"- Index: {held.generation}, built {held.created}"
    yield f"- Corpus that ships: SHA-256 {held.corpus}"
    yield f"- Documents: {len(held.documents)}; those quoted are marked *"
    yield ""
    if held.documents:
        rows = [(one.title + (" *" if one.quoted else ""), one.name, f"`{one.digest}`") for one in held.documents]
        yield from _table(("Document", "File", "SHA-256"), rows)
