"""An open library: one index generation, the encoder that made it, the catalogue. Each part loads when first used."""

from __future__ import annotations

from functools import cached_property

from kb.answer import Glossary, glossary
from kb.catalog import Catalogue
from kb.config import Settings
from kb.corpus import load_concepts
from kb.encoders import Encoder, load_encoder, same_space
from kb.errors import IndexDamaged
from kb.indexes.store import OpenIndex, open_index
from kb.model import GuideSection
from kb.retrieval import Retriever
from kb.service.cite import load_catalogue
from kb.service.concepts import ConceptBook


class Library:
    """What search, ask and show work on. Raises IndexMissing and IndexDamaged when its index is first needed."""

    def __init__(self, settings: Settings, opened: OpenIndex | None = None) -> None:
        self.settings = settings
        self._opened = opened

    @cached_property
    def catalogue(self) -> Catalogue:
        """The instruments that are known, whether in the library or not."""
        return load_catalogue(self.settings)

    @cached_property
    def index(self) -> OpenIndex:
        """The generation that this library is pinned to, or what it was opened with."""
        return self._opened or open_index(self.settings.index)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the settings, which must be the one that made the index."""
        encoder = load_encoder(self.settings)
        made_with = self.index.manifest.encoder
        if not same_space(encoder.fingerprint, made_with):
            raise IndexDamaged(
                str(self.settings.index),
                f"was built with the encoder {made_with} and the settings name {encoder.fingerprint}",
                "run `kb build` again or name the encoder that built it",
            )
        return encoder

    @cached_property
    def guides(self) -> dict[str, GuideSection]:
        """Sections of guides by id."""
        return {section.id: section for section in self.index.guides}

    @cached_property
    def concepts(self) -> ConceptBook:
        """The concepts, with the provisions of this library."""
        digests = (entry.digest for entry in self.index.entries.values() if entry.digest)
        return ConceptBook(load_concepts(self.settings.corpus), digests, self.catalogue)

    @cached_property
    def glossary(self) -> Glossary:
        """The terms that the instruments of the index define."""
        return glossary(self.index.entries.values())

    @cached_property
    def instruments(self) -> tuple[str, ...]:
        """Slugs of the instruments in the index, in order."""
        return tuple(dict.fromkeys(entry.unit.instrument for entry in self.index.entries.values()))

    @cached_property
    def retriever(self) -> Retriever:
        """The rows of the index, ready to be ranked."""
        index = self.index
        return Retriever(
            index.entries, self.guides, index.chunks, index.dense, index.lexical, index.kin, self.catalogue.instruments
        )
