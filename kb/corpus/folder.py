"""The corpus as a folder: which files it has, their text, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kb.concepts import ConceptTree
from kb.corpus.concepts import ConceptEntry, parse_concepts
from kb.corpus.digests import Page, pages_of, parse_page, render_page
from kb.corpus.guides import Guide, parse_guide
from kb.corpus.problems import Problem
from kb.errors import CorpusError
from kb.model import Digest, GuideSection

DIGESTS = "digests"
GUIDES = "guides"
CONCEPTS = "concepts"


def load_digests(folder: Path) -> dict[str, Digest]:
    """All digests of a corpus by id: pages by name, digests as on the page. Raises CorpusError at the first fault."""
    return {entry.digest.id: entry.digest for page in load_pages(folder) for entry in page.entries}


def load_pages(folder: Path) -> tuple[Page, ...]:
    """The same with titles, headings and lines. Raises CorpusError at the first fault."""
    pages = []
    for _, page, problems in read_pages(folder):
        _raise_first(problems)
        pages.append(page)
    return tuple(pages)


def load_guides(folder: Path) -> tuple[GuideSection, ...]:
    """The sections of all guides, guides by name; none where the corpus has none. Raises CorpusError."""
    sections: list[GuideSection] = []
    for _, guide, problems in read_guides(folder):
        _raise_first(problems)
        sections += guide.sections
    return tuple(sections)


def load_concepts(folder: Path) -> ConceptTree:
    """The tree of concepts, branches by name; an empty one where the corpus has none. Raises CorpusError."""
    concepts = []
    for _, entries, problems in read_concepts(folder):
        _raise_first(problems)
        concepts += [entry.concept for entry in entries]
    return ConceptTree(concepts)


def _raise_first(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise problems[0].error()


def read_pages(folder: Path) -> Iterator[tuple[str, Page, tuple[Problem, ...]]]:
    """File name, page and what breaks its form, for every page of digests."""
    for name, text in _texts(folder, DIGESTS):
        page, problems = parse_page(name, text)
        yield name, page, problems + _misnamed(name, page.slug, "instrument")


def read_guides(folder: Path) -> Iterator[tuple[str, Guide, tuple[Problem, ...]]]:
    """File name, guide and what breaks its form, for every guide."""
    if not (folder / GUIDES).is_dir():
        return
    for name, text in _texts(folder, GUIDES):
        guide, problems = parse_guide(name, text)
        yield name, guide, problems + _misnamed(name, guide.slug, "guide")


def read_concepts(folder: Path) -> Iterator[tuple[str, tuple[ConceptEntry, ...], tuple[Problem, ...]]]:
    """File name, concepts and what breaks its form, for every page of concepts."""
    if not (folder / CONCEPTS).is_dir():
        return
    for name, text in _texts(folder, CONCEPTS):
        yield name, *parse_concepts(name, text)


def _misnamed(name: str, slug: str, field: str) -> tuple[Problem, ...]:
    """The name of a file is its slug, so that an edit never needs a search."""
    stem = Path(name).stem
    if not slug or slug == stem:
        return ()
    return (Problem(name, 1, "", f"the file is named '{stem}' and its {field} '{slug}'", "give both the same name"),)


def _texts(folder: Path, part: str) -> Iterator[tuple[str, str]]:
    place = folder / part
    if not place.is_dir():
        raise CorpusError(str(folder), f"this is no corpus: it has no folder '{part}'", "name the folder of a corpus")
    for path in sorted(place.glob("*.md")):
        yield f"{part}/{path.name}", _decoded(f"{part}/{path.name}", path.read_bytes())


def _decoded(name: str, data: bytes) -> str:
    """UTF-8 with or without a byte order mark, line ends of any system."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CorpusError(f"{name}:{line}", "these bytes are not UTF-8", "save the file as UTF-8") from error


def write_digests(
    digests: Iterable[Digest],
    folder: Path,
    titles: Mapping[str, str] | None = None,
    headings: Mapping[str, str] | None = None,
) -> tuple[Path, ...]:
    """Write the pages of these digests below a corpus folder, one an instrument; other pages stay as they are.

    `titles` gives an instrument's title by slug, `headings` an article's words by digest id. Nothing is written where
    a digest does not fit the form (CorpusError).
    """
    texts = {page.slug: render_page(page) for page in pages_of(digests, titles, headings)}
    (folder / DIGESTS).mkdir(parents=True, exist_ok=True)
    paths = []
    for slug, text in texts.items():
        path = folder / DIGESTS / f"{slug}.md"
        path.write_bytes(text.encode("utf-8"))
        paths.append(path)
    return tuple(paths)
