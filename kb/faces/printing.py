"""What the commands print for people."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kb.model import RECOGNISED, article_id
from kb.text import squeeze

if TYPE_CHECKING:
    from kb.config import Settings
    from kb.model import Citation
    from kb.service.build import BuildReport
    from kb.service.cite import Cited
    from kb.service.concepts import Branch, Match, ShownConcept
    from kb.service.documents import Change, Listing, Row
    from kb.service.fetch import Fetched, FetchReport
    from kb.service.search import Found, Understood
    from kb.service.show import Shown, ShownUnit

WIDEST = 100
WARNINGS_SHOWN = 12
MATCHES_SHOWN = 12


def _wrap(text: str, indent: str = "") -> str:
    width = min(WIDEST, shutil.get_terminal_size().columns)
    return textwrap.fill(squeeze(text), width, initial_indent=indent, subsequent_indent=" " * len(indent))


def build(report: BuildReport, settings: Settings) -> str:
    """`kb build`."""
    lines = [
        f"{report.documents} documents, {report.provisions} provisions, {report.chunks} rows "
        f"({report.encoded} encoded) in {report.seconds:.1f} s → {settings.index}"
    ]
    if report.passed_over:
        lines.append(f"{report.passed_over} files are no documents and were passed over.")
    if report.failed:
        lines.append(f"Set aside ({len(report.failed)}):")
        lines += [f"  {failure.path}: {failure.reason}" for failure in report.failed]
    if report.warnings:
        lines.append(f"Warnings ({len(report.warnings)}; `kb parse FILE` shows them in their place):")
        lines += [f"  {warning}" for warning in report.warnings[:WARNINGS_SHOWN]]
        if len(report.warnings) > WARNINGS_SHOWN:
            lines.append(f"  … and {len(report.warnings) - WARNINGS_SHOWN} more")
    return "\n".join(lines)


def fetched(report: FetchReport) -> str:
    """`kb fetch`: what came. What did not come is told on standard error."""
    lines = [line for each in report.fetched for line in _fetched(each)]
    if report.index:
        lines.append(f"Index brought up to date: {report.index.provisions} provisions in {report.index.seconds:.1f} s")
    if report.index_problem:
        lines.append(f"The texts are stored, but the index is as it was before: {report.index_problem}")
    if report.failed:
        lines.append(f"{len(report.failed)} did not come:")
    return "\n".join(lines)


def _fetched(each: Fetched) -> list[str]:
    if each.status == "held":
        return [f"{each.instrument}: in the library already (as {each.document}); --again fetches it anew"]
    lines = [f"{each.instrument}: {each.status}, {each.provisions} provisions, {each.version}, from {each.address}"]
    if each.digests_differ:
        versions = "; ".join(each.digest_versions)
        lines.append(f"  ! {each.digests_differ} digests were written for another version ({versions}) and are marked")
    return lines + [f"  ! {warning}" for warning in each.warnings]


def listing(found: Listing, matter: str) -> str:
    """`kb list`."""
    where = f"The matter {matter}" if matter else "The library"
    lines = [f"{where} holds {len(found.documents)} document{'s' if len(found.documents) != 1 else ''}."]
    lines += [line for row in found.documents for line in _row(row)]
    if found.matters and not matter:
        lines += ["", f"Matters, each listed with --matter NAME: {', '.join(found.matters)}"]
    return "\n".join([*lines, f"Kept in {found.folder}"])


def _row(row: Row) -> list[str]:
    if row.damage:
        return ["", f"{row.id}  DAMAGED: {row.damage}"]
    named = f" [{', '.join(row.instruments)}]" if row.instruments else ""
    age = "today" if not row.days else f"{row.days} day{'s' if row.days != 1 else ''} ago"
    known = [row.version, row.language, row.date and f"of {row.date}", f"{row.provisions} provisions"]
    bare = f"{row.pages_without_text} pages without text" if row.pages_without_text else ""
    lines = ["", f"{row.id}  {row.title}{named}"]
    lines.append(
        _wrap("; ".join(part for part in (*known, bare, f"added {age}", f"from {row.source}") if part), "    ")
    )
    return lines + [_wrap(warning, "  ! ") for warning in row.warnings]


def change(done: Change) -> str:
    """`kb add`, `kb set` and `kb remove`."""
    lines = [line for row in done.documents for line in _row(row)]
    if done.documents:
        lines.append("What is wrong here can be put right with `kb set ID --title …`.")
    lines += [f"{id}: in the library already" for id in done.already]
    lines += [f"{id}: removed" for id in done.removed]
    if done.index:
        lines.append(
            f"Index brought up to date: {done.index.provisions} provisions, {done.index.encoded} texts encoded"
        )
        lines += [f"  set aside: {failure.path}: {failure.reason}" for failure in done.index.failed]
    return "\n".join(lines).lstrip("\n")


def search(found: Found) -> str:
    """`kb search`."""
    if not found.hits:
        return "Nothing in the library fits."
    lines = _understood(found.understood) if found.understood else []
    for place, (hit, entry) in enumerate(found.hits, 1):
        heading = f" — {entry.unit.heading}" if entry.unit.heading else ""
        lines.append(f"{place:2}. {hit.id}  {found.citations[hit.id]}{heading}")
        lines.append(f"    {entry.version}{'' if entry.authentic else '; our digest, not the authentic text'}")
        lines.append(_wrap(textwrap.shorten(squeeze(entry.unit.text), 280, placeholder=" …"), "    "))
        if found.understood:
            lines.append(_wrap(", ".join(f"{name} {part:+.2f}" for name, part in hit.why.items()), "    "))
    if found.guides:
        lines.append("Guides:")
        lines += [f"    {section.id}  {section.title}: {section.heading}" for _, section in found.guides]
    return "\n".join(lines)


def _understood(read: Understood) -> list[str]:
    said = {
        "instruments": read.instruments,
        "families": read.families,
        "pinpoints": read.pinpoints,
        "kinds": read.kinds,
        "issues": read.issues,
        "words": read.words,
        "concepts": [f"{name} {score:.1f}" for name, score in read.concepts],
    }
    return [_wrap(f"{name}: {'; '.join(found)}") for name, found in said.items() if found]


def cited(found: Cited) -> str:
    """`kb cite`: in a style or as records what was resolved, then what was not; else every citation."""
    if not (found.written or found.records):
        return cite(found.citations)
    lines = [line for each in found.written for line in (each.text, *(f"  ! {doubt}" for doubt in each.doubts))]
    lines += [found.records] if found.records else []
    if found.written:
        lines += [_citation(each) for each in found.citations if not each.ids]
    return "\n".join(lines)


def cite(citations: Sequence[Citation]) -> str:
    """`kb cite`."""
    if not citations:
        return "No citation found."
    return "\n".join(_citation(each) for each in citations)


def _citation(found: Citation) -> str:
    said = {
        "resolved": f"→ {', '.join(found.ids)}",
        "no-such-provision": f"does not exist; there are {found.range}",
        "not-in-library": "not in this library",
        "ambiguous": f"ambiguous: {', '.join(found.candidates) or 'no instrument named'}",
    }[found.status]
    return f"“{found.text}” ({found.start}–{found.end}) {said}"


def shown(provision: Shown) -> str:
    """`kb show`."""
    lines = [provision.citation, f"{provision.title}"]
    lines += [" › ".join(provision.divisions)] if provision.divisions else []
    lines += [f"Article {provision.article}{f' — {provision.heading}' if provision.heading else ''}"]
    for unit in provision.units:
        lines += ["", *_unit(unit)]
    around = [
        f"before: {provision.previous}" if provision.previous else "",
        f"after: {provision.next}" if provision.next else "",
    ]
    return "\n".join([*lines, "", "   ".join(a for a in around if a)]).rstrip()


def _unit(unit: ShownUnit) -> list[str]:
    page = f", page {unit.page}" if unit.page else ""
    page += f", {unit.source_kind}" if unit.source_kind == RECOGNISED else ""
    lines = [f"{unit.id}   [{unit.version}; {unit.source}{page}]"]
    if unit.authentic:
        lines += [_wrap(block, "    ") for block in unit.text.split("\n\n")]
    if unit.digest:
        written_for = (
            f"written for another version: {unit.digest_version}" if unit.digest_differs else unit.digest_version
        )
        lines.append(_wrap(f"In plain words (our digest, {written_for}): {unit.digest}", "  · "))
    lines += [_wrap(f"Note: {note}", "  ! ") for note in unit.version_notes]
    if unit.concepts:
        lines.append(_wrap(f"Concepts: {'; '.join(map(str, unit.concepts))}", "  # "))
    links = sorted({i for reference in unit.references for i in reference.ids if article_id(i) != article_id(unit.id)})
    if links:
        lines.append(f"  → refers to {', '.join(links)}")
    return lines


def concept_tree(branches: Sequence[Branch]) -> str:
    """`kb concepts`: each concept below the one that it belongs to, with the number of its provisions."""
    return "\n".join(f"{'  ' * each.depth}{each.name}  [{each.id}, {each.provisions}]" for each in branches)


def concept_matches(matches: Sequence[Match]) -> str:
    """`kb concepts WORDS`."""
    if not matches:
        return "No concept goes by these words."
    lines: list[str] = []
    for match in matches[:MATCHES_SHOWN]:
        lines += [f"{match.id}  {match.path}", _wrap(match.definition, "    ")]
    return "\n".join(lines)


def concept(found: ShownConcept) -> str:
    """`kb concepts ID`: what it means, what it is called, and its provisions by role and instrument."""
    said = found.concept
    foreign = "; ".join(f"{term} ({language})" for language, term in said.foreign)
    words = {"in everyday words": "; ".join(said.lay), "terms": "; ".join(said.terms), "other languages": foreign}
    kin = {"narrower": ", ".join(found.narrower), "see also": ", ".join(said.see)}
    lines = [found.path, "", _wrap(said.definition), ""]
    lines += [_wrap(f"{name}: {value}", "  ") for name, value in (words | kin).items() if value]
    for role in found.provisions:
        lines += ["", f"{role.role}:"]
        for each in role.instruments:
            lines.append(_wrap(f"{each.title}: {', '.join(place.id for place in each.provisions)}", "  "))
    return "\n".join(lines)


def tree(parsed: dict[str, Any]) -> str:
    """`kb parse`: the tree with its warnings."""
    lines = [f"{parsed['slug']}: {parsed['title']}"]
    chapter = ""
    for article in parsed["articles"]:
        if article["chapter"] != chapter:
            chapter = article["chapter"]
            lines.append(f"  {chapter}")
        lines.append(f"    Article {article['article']}{' — ' + article['heading'] if article['heading'] else ''}")
        for paragraph in article["paragraphs"]:
            letters = "".join(letter["letter"] for letter in paragraph["letters"])
            start = textwrap.shorten(squeeze(paragraph["text"]), 70, placeholder=" …")
            lines.append(f"      {paragraph['number'] or '·'} {start}{f'  [{letters}]' if letters else ''}")
    lines += [f"  {annex.get('id') or annex.get('heading') or 'annex'}" for annex in parsed["annexes"]]
    lines += [f"! {warning}" for warning in parsed["warnings"]]
    return "\n".join(lines)


def batch(report: dict[str, Any]) -> str:
    """`kb batch`."""
    failed = f", {report['errors']} with an error (see their `error`)" if report["errors"] else ""
    return f"{report['lines']} lines{failed} → {report['output']}"
