"""The page as a whole: what a visitor reads where things are missing, and where a question goes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kb.concepts import ConceptTree
from kb.config import CHECKOUT, Settings, corpus_folder, default_index
from kb.errors import KbError
from kb.faces.web import launch
from kb.model import Answer, Entry, Quote, Span, Statement, Unit, Version
from kb.service.cite import load_catalogue
from kb.service.concepts import ConceptBook

testing = pytest.importorskip("streamlit.testing.v1", reason="streamlit is not installed in this environment")

from kb.faces.web import page, session  # noqa: E402  (needs streamlit)
from kb.faces.web.narrowing import narrowed  # noqa: E402

WORDS = "A Party may keep a borrowed ladder while it rains."
UNIT = Unit("ladders:1", "ladders", "1", "", "Keeping", (), WORDS, Span(0, len(WORDS)), "article")
SAID = Statement(
    "Rule: keeping (Option):", ("ladders:1",), ("may",), "as adopted", (Quote("ladders:1", 0, 15, WORDS[:15], True),)
)


def library() -> Any:
    """A library of one article."""
    entries = {UNIT.id: Entry(UNIT, True, Version("as adopted"), "ladders.md")}
    manifest = SimpleNamespace(created="2025-11-22T15:10:00+00:00", generation="g")
    settings = Settings(corpus_folder(), Path("index"))
    documents = (SimpleNamespace(slug="ladders", title="Ladder Convention"),)
    index = SimpleNamespace(entries=entries, manifest=manifest, documents=documents)
    return SimpleNamespace(
        settings=settings,
        index=index,
        catalogue=load_catalogue(settings),
        guides={},
        instruments=("ladders",),
        concepts=ConceptBook(ConceptTree(()), (), load_catalogue(settings)),
        retriever=1,
        encoder=1,
    )


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A visitor of that library, whose every question has one answer."""
    asked: list[str] = []

    def ask(_library: object, question: str, _filters: object, *, more: bool = False) -> Answer:
        asked.append(f"{question} and more" if more else question)
        if question == "fail":
            raise KbError("question", "cannot be read", "ask another")
        return Answer(question, "answered", "yes", "Yes.\n[1] …", (SAID,), limits=("Parties not checked.",))

    monkeypatch.setattr(session, "open_library", lambda settings: library())
    monkeypatch.setattr(session, "warm", lambda library: None)
    monkeypatch.setattr(session, "ask", ask)
    visitor = testing.AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=30)
    visitor.asked = asked
    return visitor


def shown(visitor: Any) -> str:
    assert not visitor.exception
    return " ".join(each.value if hasattr(each, "value") else each.proto.body for each in visitor.get("html"))


def test_without_an_index_one_sentence_names_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KB_INDEX", str(tmp_path / "none"))
    words = shown(testing.AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=30).run())
    assert 'role="alert"' in words
    assert f"kb build --index {tmp_path / 'none'}" in words


def test_the_command_is_short_where_the_index_is_the_usual_one() -> None:
    assert page.build_command(Settings(Path("corpus"), default_index())) == "kb build"


def test_a_folder_with_a_blank_is_quoted_for_the_shell() -> None:
    assert page.build_command(Settings(Path("corpus"), Path("my index"))) == "kb build --index 'my index'"


def test_the_question_of_the_address_is_answered_and_stands_in_the_box(visit: Any) -> None:
    visit.query_params["q"] = "May I keep it?"
    words = shown(visit.run())
    assert visit.text_input(key="question").value == "May I keep it?"
    assert "A Party may kee" in words
    assert "Parties not checked." in words


def test_a_question_that_is_typed_goes_into_the_address(visit: Any) -> None:
    visit.run()
    visit.text_input(key="question").input("May I keep it?")
    visit.button[0].click().run()
    assert visit.query_params["q"] == "May I keep it?"
    assert visit.asked == ["May I keep it?"]


def test_opening_a_provision_does_not_ask_again(visit: Any) -> None:
    visit.query_params["q"] = "May I keep it?"
    visit.run()
    visit.query_params["at"] = "ladders:1"
    assert "<mark>A Party may kee</mark>" in shown(visit.run())
    assert visit.asked == ["May I keep it?"]


def test_the_long_answer_is_asked_for_by_the_address(visit: Any) -> None:
    visit.query_params["q"] = "May I keep it?"
    visit.query_params["more"] = "all"
    assert "Back to the short answer" in shown(visit.run())
    assert visit.asked == ["May I keep it? and more"]


def test_a_document_outside_the_catalogue_is_cited_by_its_title(visit: Any) -> None:
    visit.query_params["q"] = "May I keep it?"
    assert "Ladder Convention, art 1" in shown(visit.run())


@pytest.mark.parametrize("place", ["ladders:99", "nonsense", "<script>"])
def test_an_unknown_provision_is_a_sentence(visit: Any, place: str) -> None:
    visit.query_params["at"] = place
    assert "is not in this library" in shown(visit.run())


def test_a_failure_is_a_sentence_and_the_box_stays(visit: Any) -> None:
    visit.query_params["q"] = "fail"
    assert "question: cannot be read; ask another." in shown(visit.run())
    assert visit.text_input(key="question").value == "fail"


def test_a_date_that_is_none_is_a_sentence(visit: Any) -> None:
    visit.run()
    box = next(each for each in visit.text_input if each.label == "Adopted from")
    box.input("long ago").run()
    assert "long ago: is no date" in shown(visit)


def test_a_narrowed_question_names_what_it_was_put_to() -> None:
    chosen = {"instruments": list("abcdefg"), "families": ["Village"], "tiers": [1], "concepts": ["x"]}
    told = narrowed(chosen | {"adopted_from": "1957", "adopted_to": ""}, str.upper)
    assert told == "A, B, C, D, E and 2 more; Village; Treaties; x; adopted from 1957"


def test_no_question_is_kept_for_other_visitors() -> None:
    sources = [path.read_text("utf-8") for path in launch.HERE.glob("*.py")]
    assert not any("cache_data" in source for source in sources)
    assert sum(source.count("st.cache_resource(") for source in sources) == 2


def test_a_rebuilt_index_is_another_library(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path)
    before = session.generation(settings)
    (tmp_path / "manifest.json").write_text("{}")
    assert session.generation(settings) != before
