"""Claims with a negation, and words that are opposites, held against a text."""

from __future__ import annotations

import re
from typing import Literal

from kb.answer.claims import Claim
from kb.norms import Norm

Relation = Literal["bears out", "contradicts", "silent"]

_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|nothing|none|without|except|unless|only|cannot|prohibit\w*|exclud\w*|"
    r"prevent\w*|prejudice|"
    r"exempt\w*|irrelevant|irrespective|regardless|free from|immun\w+|inviolab\w+|refrain\w*|waive\w*|save)\b",
    re.IGNORECASE,
)
_FREED = re.compile(r"\b(?:exempt|relieve|excuse|immun)\w*\b", re.IGNORECASE)

_OPPOSITES = tuple(
    (re.compile(claimed, re.IGNORECASE), re.compile(there, re.IGNORECASE))
    for claimed, there in (
        (
            r"\bin absentia\b|\bin (?:his|her) absence\b|\bstays? away\b|\bwithout (?:him|her|the accused)\b",
            r"\bshall be present\b",
        ),
        (
            r"\bagainst (?:his|her|their) will\b|\bwithout (?:(?:his|her|their|the|any|\w+['’]s) )*consent\b",
            r"\bfreely\b[^.;]{0,40}\bconsent|\btransfer is consented to\b|\bconsents? (?:freely|voluntarily)\b",
        ),
        (r"\b(?:forces?|compels?|obliges?|orders?)\b", r"\bmay\b[^.;]{0,60}\bbut not (?:require|compel|oblige)\b"),
        (r"\b(?:orally|oral|by (?:tele)?phone|by word of mouth)\b", r"\bshall be (?:made )?in writing\b"),
        (r"\b(?:accused|defendant|suspect)\b[^.;]{0,20}\bprove\b", r"\bonus is on the Prosecutor\b"),
    )
)
_NOT_FORCED = re.compile(r"\bnot (?:force|require|compel|oblige|order)\b", re.IGNORECASE)
_SIDES = (("requesting", "requested"), ("sentencing", "administering"), ("sending", "receiving"))
_BEARS = r"\bborne by the {}\b"
_ITS_LAW = r"\b(?:governed|determined|decided|regulated) (?:solely |exclusively )?by the law of the {}\b"
_COSTS = re.compile(r"\b(?:costs?|expens\w*|pays?|bears?|fees?|bills?)\b", re.IGNORECASE)
_LAWS = re.compile(r"\blaw of the (\w+)\b", re.IGNORECASE)


def against_negative(claim: Claim, norm: Norm, words: str, refusing: bool, refused: bool) -> Relation:
    """A claim of a ban or of no duty against a norm; `refusing`, `refused`: whether they are about refusing."""
    turned = refusing != refused
    flat = not _NEGATION.search(words)
    if claim.stance == "need not":
        if norm.force == "shall not":
            undone = (refused and turned) or bool(_FREED.search(words))
            return "contradicts" if undone else "bears out"
        return "bears out" if norm.force == "need not" else "contradicts" if _duty(norm, flat, turned) else "silent"
    if norm.force == "shall not":
        return "contradicts" if turned else "bears out"
    if turned:
        undone = refusing and norm.force == "need not"
        return "bears out" if norm.force == "shall" else "contradicts" if undone else "silent"
    return "contradicts" if flat and norm.force in ("may", "shall") else "silent"


def _duty(norm: Norm, flat: bool, turned: bool) -> bool:
    return norm.force == "shall" and flat and not turned


def opposite(claim: str, words: str) -> re.Match[str] | None:
    """Where the words say the opposite of what is claimed: another side pays, another law, present for absent."""
    claim = _NOT_FORCED.sub(" ", claim)
    for claimed, there in _OPPOSITES:
        found = there.search(words)
        if found and claimed.search(claim) and ("but not" in found.group() or not claimed.search(words)):
            return found
    return _other_side(claim, words)


def _other_side(claim: str, words: str) -> re.Match[str] | None:
    said = {word for pair in _SIDES for word in pair if re.search(rf"\b{word}\b", claim, re.I)}
    laws = {word.casefold() for word in _LAWS.findall(claim)}
    for one, other in ((a, b) for pair in _SIDES for a, b in (pair, pair[::-1])):
        if one not in said or other in said:
            continue
        bearing = re.search(_BEARS.format(other), words, re.I) if _COSTS.search(claim) else None
        governing = re.search(_ITS_LAW.format(other), words, re.I) if one in laws else None
        if found := bearing or governing:
            return found
    return None
