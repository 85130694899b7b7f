"""The key numbers as pages: a tree, and each concept with what every instrument says under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.concepts import ConceptTree
from kb.faces.web.address import Address, concept
from kb.faces.web.frame import count
from kb.faces.web.markup import NOTHING, Markup, join, say, tag, text
from kb.service.concepts import Branch, InstrumentPlaces, Match, RolePlaces, ShownConcept

BEST = 8  # concepts shown for some words
ROLES = {
    "rule": "Rules",
    "exception": "Exceptions",
    "definition": "Definitions",
    "procedure": "Procedure",
    "condition": "Conditions",
    "limit": "Limits",
}
LANGUAGES = {"fr": "French", "es": "Spanish", "de": "German", "nl": "Dutch", "it": "Italian", "pt": "Portuguese"}


def tree_view(branches: Sequence[Branch]) -> Markup:
    """Every branch folded, its concepts inside."""
    return tag("section", [say("h2", "All concepts", "kb-small-title"), *_roots(branches)], "kb-concepts")


def _roots(branches: Sequence[Branch]) -> Iterator[Markup]:
    starts = [place for place, each in enumerate(branches) if each.depth == 0]
    for start, end in zip(starts, [*starts[1:], len(branches)], strict=True):
        root, inside = branches[start], branches[start + 1 : end]
        rows = tag("ul", (_leaf(each) for each in inside))
        summary = tag("summary", [say("span", root.name, "kb-branch"), say("span", str(root.provisions), "kb-count")])
        whole = tag("p", say("a", f"{root.name} as a whole", href=concept(root.id)), "kb-depth-0")
        yield tag("details", [summary, whole, rows])


def _leaf(branch: Branch) -> Markup:
    look = f"kb-depth-{min(branch.depth - 1, 3)}"
    return tag(
        "li", [say("a", branch.name, href=concept(branch.id)), say("span", str(branch.provisions), "kb-count")], look
    )


def matches_view(said: str, matches: Sequence[Match]) -> Markup:
    """The concepts that some words may mean."""
    if not matches:
        return say("p", f"No concept goes by “{said}”: try other words, or look through the tree.", "kb-none")
    rows = (
        tag("li", [say("a", each.path, "kb-cite", href=concept(each.id)), say("p", each.definition, "kb-soft")])
        for each in matches[:BEST]
    )
    return tag("section", [say("h2", "You may mean", "kb-small-title"), tag("ul", rows, "kb-matches")])


def concept_view(found: ShownConcept, tree: ConceptTree, digests: Mapping[str, str], here: Address) -> Markup:
    """What it means, what it is called, and its provisions by role, instrument by instrument."""
    said = found.concept
    return tag(
        "article",
        [
            _path(found, tree),
            say("h2", said.name, "kb-article-heading"),
            say("p", said.definition, "kb-definition"),
            tag("dl", _called(found), "kb-facts"),
            _related("Narrower", found.narrower, tree),
            _related("See also", [name for name in said.see if name in tree], tree),
            *(_role(role, digests, here) for role in found.provisions),
            NOTHING
            if found.provisions
            else say("p", "No provision of this library stands here itself; see the narrower concepts.", "kb-none"),
        ],
        "kb-concept",
        aria_label=said.name,
    )


def _path(found: ShownConcept, tree: ConceptTree) -> Markup:
    steps = [say("a", "All concepts", href=Address(view="concepts").link())]
    steps += [say("a", tree[name].name, href=concept(name)) for name in found.broader]
    return tag("nav", join(steps, " › "), "kb-path", aria_label="Broader concepts")


def _called(found: ShownConcept) -> Iterable[Markup]:
    said = found.concept
    foreign = "; ".join(f"{term} ({LANGUAGES.get(code, code)})" for code, term in said.foreign)
    for name, value in (
        ("Terms", "; ".join(said.terms)),
        ("In everyday words", "; ".join(said.lay)),
        ("Other languages", foreign),
    ):
        if value:
            yield join([say("dt", name), say("dd", value)])


def _related(title: str, names: Sequence[str], tree: ConceptTree) -> Markup:
    links = [say("a", tree[name].name, "kb-chip", href=concept(name)) for name in names]
    return tag("p", [say("span", f"{title} ", "kb-soft"), *links], "kb-chips") if links else NOTHING


def _role(role: RolePlaces, digests: Mapping[str, str], here: Address) -> Markup:
    number = sum(len(each.provisions) for each in role.instruments)
    title = tag("h3", [text(f"{ROLES.get(role.role, role.role)} "), say("span", count(number, "provision"))])
    return tag("section", [title, *(_instrument(each, digests, here) for each in role.instruments)], "kb-role-places")


def _instrument(places: InstrumentPlaces, digests: Mapping[str, str], here: Address) -> Markup:
    rows = (
        tag(
            "li",
            [
                say("a", each.id.partition(":")[2], "kb-cite", href=here.opening(each.id), title=each.citation),
                say("span", digests.get(each.id, ""), "kb-digest-line"),
            ],
        )
        for each in places.provisions
    )
    return tag("div", [say("h4", places.title), tag("ul", rows)], "kb-places")
