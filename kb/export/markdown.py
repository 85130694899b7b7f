"""A memorandum as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.export.records import Authority, Finding, Memo


def as_markdown(memo: Memo) -> str:
    """The whole memorandum."""
    return "\n".join(_lines(memo)).rstrip() + "\n"


def _lines(memo: Memo) -> Iterator[str]:
    yield from ("# Memorandum", "", f"**Question.** {memo.question}", "", f"**Date.** {memo.day.isoformat()}", "")
    yield from ("## Short answer", "")
    for paragraph in memo.short:
        yield from (paragraph, "")
    if memo.findings:
        yield from ("## Statements", "")
        for number, finding in enumerate(memo.findings, 1):
            yield from _finding(number, finding)
    yield from _listed("Notes on versions and sources", memo.notes)
    yield from _listed("Limits: what was not checked", memo.limits)
    yield from _listed("Nearest provisions", memo.nearest)
    yield from _listed("See also", memo.see_also)
    yield from _listed("Not in the library", memo.missing)
    if memo.authorities:
        yield from ("## Table of authorities", "", "| Authority | Cited | Version |", "|---|---|---|")
        yield from (_row(authority) for authority in memo.authorities)
        yield ""
        yield from _listed("", [doubt for one in memo.authorities for doubt in one.doubts], "To be checked: ")
    yield from _manifest(memo)


def _finding(number: int, finding: Finding) -> Iterator[str]:
    yield from (f"**[{number}]** {finding.text}", "")
    for quote in finding.quotes:
        yield from (f"> {line}".rstrip() for line in f"“{quote.text}”".split("\n"))
        yield ""
        yield from (quote.citation if quote.authentic else f"{quote.citation} (our digest, not the text)", "")
    if finding.likewise:
        yield from (f"Likewise: {'; '.join(finding.likewise)}", "")
    yield from (f"*Version: {finding.version}.*", "")


def _listed(heading: str, lines: Sequence[str], before: str = "") -> Iterator[str]:
    if lines:
        yield from (f"## {heading}", "") if heading else ()
        yield from (f"- {before}{line}" for line in dict.fromkeys(lines))
        yield ""


def _row(authority: Authority) -> str:
    checked = f"{authority.citation} ([status]({authority.status}))" if authority.status else authority.citation
    cells = (checked, ", ".join(authority.pinpoints), "; ".join(authority.versions))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _manifest(memo: Memo) -> Iterator[str]:
    held = memo.holdings
    yield from ("## Library", "")
    yield f"- Program: {held.program}"
    yield f"- Index: {held.generation}, built {held.created}"
    yield f"- Corpus that ships: SHA-256 {held.corpus}"
    yield f"- Documents: {len(held.documents)}; those quoted are marked *"
    yield ""
    if held.documents:
        yield from ("| Document | File | SHA-256 |", "|---|---|---|")
        for one in held.documents:
            mark = " *" if one.quoted else ""
            yield f"| {one.title.replace('|', ' ')}{mark} | {one.name.replace('|', ' ')} | `{one.digest}` |"
