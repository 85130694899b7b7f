"""Collections of others: documents, queries and judgements in the forms of BEIR and TREC.

| what | forms |
|---|---|
| documents | JSONL with `_id`, `title`, `text` (BEIR); SGML with `<DOC>`, `<DOCNO>` (TREC) |
| queries | JSONL with `qid`, `query` (ours) or `_id`, `text` (BEIR); `<top>`, `<num>`, `<title>` (TREC); id and text |
| judgements | four columns (TREC); query, document, grade under a line of headings (BEIR) |
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.evaluation.files import is_token, numbered_lines
from kb.evaluation.queries import JudgedQuery, load_queries
from kb.evaluation.trec import read_qrels
from kb.model import unit_id
from kb.text import squeeze

_DOC = re.compile(r"<DOC>(.*?)</DOC>", re.DOTALL | re.IGNORECASE)
_DOCNO = re.compile(r"<DOCNO>(.*?)</DOCNO>", re.DOTALL | re.IGNORECASE)
_DOC_TITLE = re.compile(r"<(TITLE|HEADLINE)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_TOP = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
_NUM = re.compile(r"<num>\s*(?:Number:)?\s*([^<\s]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*([^<]+)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """A document of a collection, without provisions."""

    id: str
    title: str
    text: str


def load_documents(path: Path) -> tuple[PlainDocument, ...]:
    """All documents of a file. InputError: names the file and the line or the document."""
    found: dict[str, PlainDocument] = {}
    for where, document in _documents(path):
        if not is_token(document.id):
            raise InputError(where, f"has the id {document.id!r}", "give each document an id without spaces")
        if unit_id(document.id) != document.id:
            raise InputError(
                where, f"has the id {document.id}, which reads as a part of {unit_id(document.id)}", RENAME
            )
        if document.id in found:
            raise InputError(where, f"repeats the document {document.id}", "give each document its own id")
        found[document.id] = document
    if not found:
        raise InputError(str(path), "holds no document", "give JSONL with _id, title and text, or TREC <DOC> elements")
    return tuple(found.values())


RENAME = "rename it without colon and brackets"


def _documents(path: Path) -> Iterator[tuple[str, PlainDocument]]:
    lines = numbered_lines(path)
    first = next(lines, None)
    if first is None or not first[1].lstrip().startswith("{"):
        whole = "\n".join(line for _, line in numbered_lines(path))
        for number, found in enumerate(_DOC.finditer(whole), 1):
            yield f"{path}: document {number}", _from_sgml(found.group(1))
        return
    for where, line in numbered_lines(path):
        row = _object(where, line)
        id, title, text = (row.get("_id", row.get("id")), row.get("title") or "", row.get("text"))
        if not isinstance(id, str) or not isinstance(title, str) or not isinstance(text, str):
            raise InputError(where, "lacks _id or text", "write both as texts")
        yield where, PlainDocument(id, squeeze(title), squeeze(text))


def _from_sgml(body: str) -> PlainDocument:
    number, title = _DOCNO.search(body), _DOC_TITLE.search(body)
    rest = _DOC_TITLE.sub(" ", _DOCNO.sub(" ", body))
    return PlainDocument(
        number.group(1).strip() if number else "", _plain(title.group(2)) if title else "", _plain(rest)
    )


def _plain(markup: str) -> str:
    return squeeze(html.unescape(_TAG.sub(" ", markup)))


def _object(where: str, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(where, "is not JSON", "write one JSON object on each line") from error
    if not isinstance(row, dict):
        raise InputError(where, "is not a JSON object", "write an object on each line")
    return row


def load_questions(queries: Path, qrels: Path | None = None, *, judged: bool = True) -> tuple[JudgedQuery, ...]:
    """Judged questions of any form; with `qrels`, those of its questions that are judged there, with its grades.

    Where `judged` is false, questions may still lack judgements. Raises InputError where a question lacks what it
    needs or no judgement belongs to a question.
    """
    if qrels is None and _is_ours(queries):
        return load_queries(queries, judged=judged)
    if qrels is None and not judged:
        return texts_of_questions(queries)
    if qrels is None:
        raise InputError(str(queries), "carries no judgements", "name them under qrels")
    grades = read_qrels(qrels)
    questions = {query.qid: query for query in _queries(queries)}
    found = tuple(replace(query, qrels=grades[query.qid]) for query in questions.values() if query.qid in grades)
    if not found:
        raise InputError(str(qrels), f"judges none of the questions of {queries}", "check that the ids are the same")
    return found


def texts_of_questions(path: Path) -> tuple[JudgedQuery, ...]:
    """Questions of any form with their categories, without judgements."""
    return tuple({query.qid: query for query in _queries(path)}.values())


def _is_ours(path: Path) -> bool:
    first = next(numbered_lines(path), None)
    return first is None or (first[1].lstrip().startswith("{") and '"qid"' in first[1])


def _queries(path: Path) -> Iterator[JudgedQuery]:
    lines = list(numbered_lines(path))
    whole = "\n".join(line for _, line in lines)
    if _TOP.search(whole):
        for found in _TOP.finditer(whole):
            yield _topic(path, found.group(1))
        return
    for where, line in lines:
        yield _query(where, _object(where, line) if line.lstrip().startswith("{") else _tabbed(where, line))


def _tabbed(where: str, line: str) -> Mapping[str, Any]:
    qid, tab, text = line.partition("\t")
    if not tab:
        raise InputError(where, "is no question", "write JSON, a TREC topic, or an id, a tab and the text")
    return {"_id": qid.strip(), "text": text.strip()}


def _query(where: str, row: Mapping[str, Any]) -> JudgedQuery:
    qid, text = row.get("qid", row.get("_id")), row.get("query", row.get("text"))
    if not is_token(qid) or not isinstance(text, str) or not text.strip():
        raise InputError(where, "lacks an id or a text", "write qid and query, or _id and text")
    category = row.get("category", "")
    return JudgedQuery(str(qid), text, category if isinstance(category, str) else "")


def _topic(path: Path, body: str) -> JudgedQuery:
    number, title = _NUM.search(body), _TITLE.search(body)
    if number is None or title is None:
        raise InputError(str(path), "has a <top> without <num> or <title>", "give each topic both")
    return JudgedQuery(number.group(1), squeeze(html.unescape(title.group(1))))
