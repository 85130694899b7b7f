"""Holds the corpus against itself and, where they are at hand, against the outline and the words of the treaties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.concepts import ConceptTree
from kb.corpus.concepts import ConceptEntry, tree_faults
from kb.corpus.digests import PageEntry
from kb.corpus.folder import read_concepts, read_guides, read_pages
from kb.corpus.guides import Asked, Located
from kb.corpus.numbers import numbers, numbers_that_matter
from kb.corpus.problems import Problem
from kb.model import Digest
from kb.text import fold, words

RUN = 8  # words in a row that count as copied
SHORTEST, LONGEST = 4, 220  # words of a digest
SCHEDULE = 250  # words from which on a provision is a list that a digest sums up
LEAST_QUESTIONS = 2
_NEEDS_FORCE = ("rule", "exception")

_BORNE_OUT = {
    "shall": (
        r"shall\b|\b(must|undertakes?|agrees?|oblig\w+|dut(y|ies)|required|will|condemn)\b"
        r"|\b((is|are) (to|modified)|ha(s|ve) to)\b"
    ),
    "shall not": r"\b(not|no|none|never|neither|nor|nothing|without|only|cannot|excluded|prohibit\w*)\b",
    "may": (
        r"\b(may|can|rights?|options?|entitled|free|permit\w*|allow\w*|possib\w*|reserves?|discretion|same shall)\b"
        r"|\bshall have\b[^.;]*\b(power|authority)\b"
    ),
    "need not": r"\b(not|no|nothing|without|neither|exempt\w*|unless)\b",
    "shall consider": r"\b(consider\w*|consideration|priority|possibility|regard)\b",
    "should": r"\b(should|encourag\w*|invit\w*|recommend\w*|appropriate|desirable|called (up)?on)\b",
    "endeavour": r"\b(endeavou?rs?|seeks?|strives?|efforts?|promotes?|extent|far)\b",
    "only if": r"\b(only|unless|provided|conditions?|conditional|subject|except|save|if|where)\b",
}
_WORDING = {force: re.compile(pattern) for force, pattern in _BORNE_OUT.items()}


@dataclass(frozen=True, slots=True)
class _Read:
    """A digest and where it stands."""

    file: str
    entry: PageEntry

    @property
    def digest(self) -> Digest:
        return self.entry.digest

    def problem(self, problem: str, remedy: str) -> Problem:
        return Problem(self.file, self.entry.line, self.digest.id, problem, remedy)


@dataclass(frozen=True, slots=True)
class _Meant:
    """A concept and where it stands."""

    file: str
    entry: ConceptEntry

    def problem(self, problem: str, remedy: str) -> Problem:
        return Problem(self.file, self.entry.line, self.entry.concept.id, problem, remedy)


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement of a guide, or a question that a section of it answers, and where it stands."""

    file: str
    located: Located | Asked

    def problem(self, problem: str, remedy: str) -> Problem:
        return Problem(self.file, self.located.line, self.located.section, problem, remedy)

    @property
    def text(self) -> str:
        return self.located.question if isinstance(self.located, Asked) else self.located.statement.text

    @property
    def ids(self) -> tuple[str, ...]:
        return () if isinstance(self.located, Asked) else self.located.statement.ids


def check(
    folder: Path, known: Callable[[str], bool] | None = None, texts: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Everything wrong with a corpus, file by file.

    `known` says whether an id (letters included) exists; `texts` gives the authentic words of units by id. Without
    them what needs them is not checked. Raises CorpusError only where a file cannot be read as text at all.
    """
    problems: list[Problem] = []
    read: list[_Read] = []
    for file, page, faults in read_pages(folder):
        problems += faults
        read += [_Read(file, entry) for entry in page.entries]
    said: list[_Said] = []
    for file, guide, faults in read_guides(folder):
        problems += faults
        said += [_Said(file, asked) for asked in guide.asked]
        said += [_Said(file, located) for located in guide.located]
    meant: list[_Meant] = []
    for file, entries, faults in read_concepts(folder):
        problems += faults
        meant += [_Meant(file, entry) for entry in entries]
    problems += _branches(meant)
    problems += _assignments(read, meant)
    problems += [problem for one in read for problem in _alone(one)]
    problems += _repeated(read)
    problems += _asked_twice(said)
    problems += _unknown(read, said, known or (lambda _: True))
    problems += _against_texts(read, said, meant, texts or {})
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))


def _alone(one: _Read) -> Iterator[Problem]:
    """What a digest shows by itself."""
    digest = one.digest
    length = len(digest.digest.split())
    if not SHORTEST <= length <= LONGEST:
        yield one.problem(f"the digest has {length} words", f"write {SHORTEST} to {LONGEST}")
    if digest.kind != "final clause" and len(digest.questions) < LEAST_QUESTIONS:
        yield one.problem(
            f"an operative provision has {len(digest.questions)} questions", f"write at least {LEAST_QUESTIONS}"
        )
    if digest.kind in _NEEDS_FORCE and not digest.force:
        yield one.problem(f"a {digest.kind} has no force", "name the force of each norm, in the order of the text")


def _repeated(read: list[_Read]) -> Iterator[Problem]:
    """Questions, and digests of operative provisions, that stand somewhere above already."""
    questions: dict[str, str] = {}
    digests: dict[str, str] = {}
    for one in read:
        for question in one.digest.questions:
            first = questions.setdefault(fold(question), one.digest.id)
            if first != one.digest.id or one.digest.questions.count(question) > 1:
                yield one.problem(f"the question '{question}' stands at {first} too", "ask what only this answers")
        first = digests.setdefault(fold(one.digest.digest), one.digest.id)
        if one.digest.kind != "final clause" and first != one.digest.id:
            yield one.problem(f"the digest is that of {first} word for word", "say what is this provision's own")


def _asked_twice(said: list[_Said]) -> Iterator[Problem]:
    """Questions of guides that another section has too, so that search could not tell the two apart."""
    first: dict[str, str] = {}
    for one in said:
        if isinstance(one.located, Asked):
            taken = first.setdefault(fold(one.text), f"{one.file}:{one.located.line}")
            if taken != f"{one.file}:{one.located.line}":
                yield one.problem(f"the question '{one.text}' stands at {taken} too", "ask what only this answers")


def _unknown(read: list[_Read], said: list[_Said], known: Callable[[str], bool]) -> Iterator[Problem]:
    """Digests and pinpoints that no instrument has a provision for."""
    for one in read:
        if not known(one.digest.id):
            yield one.problem(f"no instrument has '{one.digest.id}'", "correct the id or drop the digest")
    for statement in said:
        for pinpoint in statement.ids:
            if not known(pinpoint):
                yield statement.problem(f"no instrument has '{pinpoint}'", "correct the pinpoint")


def _branches(meant: list[_Meant]) -> Iterator[Problem]:
    """Parents and pointers of concepts, page by page; a concept that another page has too."""
    known = {one.entry.concept.id for one in meant}
    pages: dict[str, list[ConceptEntry]] = {}
    first: dict[str, str] = {}
    for one in meant:
        pages.setdefault(one.file, []).append(one.entry)
        if first.setdefault(one.entry.concept.id, one.file) != one.file:
            yield one.problem(f"this concept stands in {first[one.entry.concept.id]} too", "keep one of them")
    for file, entries in pages.items():
        yield from tree_faults(file, entries, known)


def _assignments(read: list[_Read], meant: list[_Meant]) -> Iterator[Problem]:
    """Concepts of provisions that do not exist or stand twice, provisions without one, concepts without any.

    A corpus without concepts asks for none.
    """
    tree = ConceptTree(one.entry.concept for one in meant)
    for one in read:
        yield from _uses(one, tree)
        if tree and _is_operative(one.digest) and not one.digest.concepts:
            yield one.problem("an operative provision has no concept", "add '- concepts: …'")
    named = {use.concept for one in read for use in one.digest.concepts if use.concept in tree}
    used = named.union(*map(tree.ancestors, named))
    for concept in meant:
        if concept.entry.concept.id not in used:
            yield concept.problem("no provision has this concept", "give it to one or drop it")


def _is_operative(digest: Digest) -> bool:
    return digest.kind != "final clause" and ":preamble" not in digest.id


def _uses(one: _Read, tree: ConceptTree) -> Iterator[Problem]:
    names = [use.concept for use in one.digest.concepts]
    for name in dict.fromkeys(names):
        if name not in tree:
            yield one.problem(f"there is no concept '{name}'", "see the pages in concepts/ for those there are")
        if names.count(name) > 1:
            yield one.problem(f"the concept '{name}' stands here twice", "keep one of them")


def _against_texts(
    read: list[_Read], said: list[_Said], meant: list[_Meant], texts: Mapping[str, str]
) -> Iterator[Problem]:
    runs = _runs_of(texts)
    for one_meant in meant:
        yield from _copied(one_meant, (one_meant.entry.concept.definition,), runs)
    for statement in said:
        yield from _copied(statement, (statement.text,), runs)
    for one in read:
        yield from _copied(one, (one.digest.digest, *one.digest.questions), runs)
        if one.digest.id in texts:
            yield from _lost_numbers(one, texts[one.digest.id])
            yield from _unsupported_force(one, texts[one.digest.id])


def _runs_of(texts: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Each run of words of the treaties, and a provision that has it."""
    return {run: name for name, text in texts.items() for run in _runs(text)}


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    said = words(text)
    return (tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1))


def _copied(
    one: _Read | _Said | _Meant, passages: Iterable[str], runs: Mapping[tuple[str, ...], str]
) -> Iterator[Problem]:
    for passage in passages:
        copied = next((run for run in _runs(passage) if run in runs), None)
        if copied:
            yield one.problem(f"'{' '.join(copied)}' is wording of {runs[copied]}", "say it in other words")


def _lost_numbers(one: _Read, text: str) -> Iterator[Problem]:
    if one.digest.kind == "final clause" or len(text.split()) >= SCHEDULE:
        return
    lost = numbers_that_matter(text) - numbers(one.digest.digest)
    if lost:
        said = ", ".join(str(number) for number in sorted(lost))
        yield one.problem(f"the digest has lost {said}", "a digest keeps every number of its provision")


def _unsupported_force(one: _Read, text: str) -> Iterator[Problem]:
    said = fold(text)
    for force in dict.fromkeys(one.digest.force):
        if not _WORDING[force].search(said):
            yield one.problem(f"the wording does not bear out '{force}'", "read the provision again")
