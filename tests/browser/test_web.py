"""The pages as a visitor meets them: ask, read, open the citation, stay on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

pytestmark = pytest.mark.browser

Open = Callable[..., Any]
RULE = "The borrower shall return a ladder within 12 days of the request described in Article 3, paragraph 1."
QUESTION = "How many days does the borrower have to return a ladder?"


def asked(site: str, question: str = QUESTION, at: str = "") -> str:
    return f"{site}/?{urlencode({'q': question} | ({'at': at} if at else {}))}"


def parameters(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def panel(page: Any) -> Any:
    page.wait_for_selector(".kb-panel .kb-article, .kb-panel .kb-notice")
    return page.locator(".kb-panel")


def test_enter_asks_and_the_answer_quotes_the_rule_with_a_number(site: str, open_page: Open) -> None:
    page = open_page(site)
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".kb-statement")
    assert page.locator(".kb-number").first.inner_text() == "[1]"
    assert RULE in page.locator(".kb-quote").all_inner_texts()
    assert parameters(page) == {"q": [QUESTION]}


def test_an_answer_has_an_address_of_its_own(site: str, open_page: Open) -> None:
    page = open_page(asked(site))
    page.wait_for_selector(".kb-statement")
    assert page.get_by_label("Your question").input_value() == QUESTION
    assert "not checked" in page.locator(".kb-limits").inner_text().lower()


def test_a_citation_opens_its_article_with_the_quoted_words_marked(site: str, open_page: Open) -> None:
    page = open_page(asked(site))
    page.locator(".kb-statement", has_text=RULE).locator(".kb-number").click()
    opened = panel(page)
    assert "".join(opened.locator(".kb-here mark").all_inner_texts()) == RULE
    assert "Return of ladders" in opened.locator(".kb-article-heading").inner_text()
    assert "Lending" in opened.locator(".kb-divisions").inner_text()
    assert "ladders.md" in opened.locator(".kb-provenance").inner_text()
    assert parameters(page)["at"] == ["ladders:2(1)"]


def test_a_reference_and_a_neighbour_lead_on_and_the_browser_leads_back(site: str, open_page: Open) -> None:
    page = open_page(asked(site, at="ladders:2(1)"))
    panel(page).locator(".kb-ref").first.click()
    page.wait_for_selector(".kb-panel .kb-here:has-text('name its colour')")
    page.locator(".kb-panel .kb-step", has_text="Previous").click()
    page.wait_for_selector(".kb-panel .kb-article-heading:has-text('Return of ladders')")
    page.go_back()
    page.wait_for_selector(".kb-panel .kb-article-heading:has-text('Request')")


def test_the_keyboard_alone_opens_and_closes_a_provision(site: str, open_page: Open) -> None:
    page = open_page(asked(site))
    page.locator(".kb-number").first.focus()
    page.keyboard.press("Enter")
    panel(page)
    page.keyboard.press("Escape")
    page.wait_for_selector(".kb-panel", state="detached")
    page.wait_for_url(lambda address: "at=" not in address)
    assert page.locator(".kb-statement").count() > 0


def test_a_folded_term_opens_by_keyboard_and_its_provision_opens_beside_it(site: str, open_page: Open) -> None:
    page = open_page(asked(site))
    fold = page.locator(".kb-leans .kb-fold").first
    assert "art 1(a)" in fold.locator(".kb-place").inner_text()
    assert not fold.locator(".kb-quote").is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    fold.locator(".kb-quote").wait_for(state="visible")
    fold.locator(".kb-source .kb-cite").first.click()
    panel(page)
    assert fold.locator(".kb-quote").is_visible()


def test_the_long_answer_can_be_linked_and_left(site: str, open_page: Open) -> None:
    page = open_page(asked(site))
    page.get_by_text("Everything that bears on it").click()
    page.wait_for_selector("text=Back to the short answer")
    assert parameters(page) == {"q": [QUESTION], "more": ["all"]}
    page.reload()
    page.wait_for_selector("text=Back to the short answer")
    assert page.locator(".kb-statement").count() > 2
    assert page.locator(".kb-fold:not([open])").count() == 0
    page.get_by_text("Back to the short answer").first.click()
    page.wait_for_selector(".kb-fold:not([open])")
    assert parameters(page) == {"q": [QUESTION]}


def test_a_document_cannot_act_on_the_page(site: str, open_page: Open) -> None:
    page = open_page(asked(site, "May a Party refuse to return a ladder?", at="ladders:2(2)"))
    words = panel(page).inner_text()
    assert "<script>window.acted" in words
    assert "<img" in words
    assert page.evaluate("window.acted") is None
    assert page.locator("img[src*='ladders.invalid']").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_asked_of_another_machine_and_nothing_runs_off_the_page(
    site: str, open_page: Open, width: int
) -> None:
    page = open_page(site, width)
    page.goto(asked(site, at="ladders:2(2)"))
    panel(page)
    assert page.hosts == {urlsplit(site).netloc}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_link_stays_on_the_page(site: str, open_page: Open) -> None:
    page = open_page(asked(site))
    page.wait_for_selector(".kb-statement")
    links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
    assert [link for link in links if not link.startswith(("?", "#"))] == []


def test_what_is_not_there_is_said(site: str, open_page: Open) -> None:
    page = open_page(asked(site, at="ladders:99"))
    assert "is not in this library" in panel(page).inner_text()


def test_a_copied_quote_carries_its_pinpoint(site: str, open_page: Open) -> None:
    page = open_page(asked(site))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".kb-statement", has_text=RULE).get_by_text("Copy").click()
    page.wait_for_selector("text=Copied")
    words = page.evaluate("navigator.clipboard.readText()")
    assert words.startswith(f"“{RULE}” (Convention on Borrowed Ladders, art 2(1)")


def test_the_reading_page_says_what_the_library_holds(site: str, open_page: Open) -> None:
    page = open_page(f"{site}/?view=read")
    page.wait_for_selector(".kb-holdings")
    assert "5 provisions of 1 instrument" in page.locator(".kb-index").inner_text()
    assert "Convention on Borrowed Ladders" in page.locator(".kb-holdings").inner_text()


def test_without_an_index_the_page_says_how_to_build_one(empty_site: str, open_page: Open) -> None:
    page = open_page(empty_site)
    page.wait_for_selector(".kb-notice")
    assert "kb build --index" in page.locator(".kb-notice").inner_text()
    assert page.hosts == {urlsplit(empty_site).netloc}


# ── the other pages ──────────────────────────────────────────────────────────────────────────────────────────────

PAGES = ("ask", "search", "read", "concepts", "guides", "library")


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_stays_on_this_machine_and_within_the_window(
    site: str, open_page: Open, view: str, width: int
) -> None:
    page = open_page(f"{site}/?{urlencode({'view': view})}", width)
    page.wait_for_selector(".kb-way[aria-current=page]")
    assert page.hosts == {urlsplit(site).netloc}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    "address",
    [
        urlencode({"q": QUESTION, "at": "ladders:2(1)"}),
        urlencode({"view": "search", "q": QUESTION}),
        "view=read",
        "view=read&on=ladders",
        "view=read&on=ladders:2",
        "view=concepts&on=extradition",
    ],
)
def test_headings_are_in_order(site: str, open_page: Open, address: str) -> None:
    """No level is jumped on the way down, and the page has one first heading."""
    page = open_page(f"{site}/?{address}")
    page.wait_for_selector(".kb h2")
    levels = page.eval_on_selector_all(".kb :is(h1,h2,h3,h4)", "all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_panel_leaves_the_answer_in_view(site: str, open_page: Open) -> None:
    page = open_page(asked(site, at="ladders:2(1)"))
    left = panel(page).bounding_box()["x"]
    quote = page.locator(".kb-quote").first.bounding_box()
    assert quote["x"] + quote["width"] <= left


def test_a_ranking_says_why_each_provision_stands_where_it_does(site: str, open_page: Open) -> None:
    page = open_page(f"{site}/?{urlencode({'view': 'search', 'q': QUESTION})}")
    first = page.locator(".kb-result").first
    assert "art 2(1)" in first.locator(".kb-cite").inner_text()
    first.locator("summary").click()
    assert "Words in common" in first.locator(".kb-why-table").inner_text()


def test_a_search_that_is_narrowed_stays_narrowed_on_the_next_page(site: str, open_page: Open) -> None:
    page = open_page(site)
    page.get_by_text("Narrow by instrument").click()
    page.get_by_label("Adopted from").fill("1957")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    page.locator(".kb-way", has_text="Read").click()
    page.wait_for_selector(".kb-holdings")
    page.locator(".kb-way", has_text="Search").click()
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".kb-search .kb-asked-of")
    assert "adopted from 1957" in page.locator(".kb-asked-of").inner_text()


def test_articles_are_read_one_after_the_other(site: str, open_page: Open) -> None:
    page = open_page(f"{site}/?view=read")
    page.locator(".kb-title", has_text="Borrowed Ladders").click()
    page.locator(".kb-table-of-articles a", has_text="Use of terms").click()
    page.wait_for_selector(".kb-tree [aria-current]:has-text('Use of terms')")
    page.locator(".kb-step", has_text="Next").click()
    page.wait_for_selector(".kb-reading .kb-article-heading:has-text('Return of ladders')")
    assert parameters(page) == {"view": ["read"], "on": ["ladders:2"]}


def test_words_of_everyday_find_a_concept(site: str, open_page: Open) -> None:
    page = open_page(f"{site}/?{urlencode({'view': 'concepts', 'q': 'own nationals'})}")
    page.locator(".kb-matches .kb-cite").first.click()
    page.wait_for_selector(".kb-concept .kb-definition")
    assert "Own nationals" in page.locator(".kb-concept h2").inner_text()


def test_a_question_of_one_visitor_is_not_seen_by_another(site: str, open_page: Open) -> None:
    one = open_page(asked(site))
    one.wait_for_selector(".kb-statement")
    other = open_page(site)
    other.wait_for_selector(".kb-welcome")
    assert other.get_by_label("Your question").input_value() == ""
    assert other.locator(".kb-answer").count() == 0


def test_the_dark_page_is_dark(site: str, open_page: Open) -> None:
    page = open_page(asked(site, at="ladders:2(1)"), colours="dark")
    panel(page)
    for part in (".stApp", ".st-key-kb-panel"):
        paper = page.eval_on_selector(part, "each => getComputedStyle(each).backgroundColor")
        assert paper == "rgb(22, 25, 29)"


def choose_to_correct(page: Any) -> None:
    """Open the section and choose the first document; a page that still redraws may close either again."""
    field, options = page.get_by_label("Document to correct"), page.get_by_role("option")
    for _ in range(8):
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        if not field.is_visible():
            page.get_by_text("Correct what is said of a document").click()
            page.wait_for_timeout(700)
        if field.is_visible() and not options.count():
            field.click()
            page.wait_for_timeout(700)
        if options.count():
            options.first.click()
            return
    pytest.fail("the list of documents to correct does not stay open")


def test_a_matter_from_its_first_document_to_its_purge(site: str, open_page: Open, letter: Path) -> None:
    """What is added to a matter is found there, shown on its page, seen by no other visitor, and gone when purged."""
    page = open_page(f"{site}/?view=library")
    page.get_by_text("Open a new matter").click()
    page.get_by_label("Name").fill("rope")
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_selector(".kb-matter:has-text('rope')")
    page.get_by_text("Add documents to the matter rope").click()
    page.locator("input[type=file]").set_input_files(str(letter))
    page.wait_for_selector("[data-testid=stFileUploaderFile], [data-testid=stFileChips]")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector(".kb-done:has-text('added')")
    card = page.locator(".kb-documents li").first.inner_text()
    assert "letter" in card.lower()

    choose_to_correct(page)
    page.wait_for_selector("text=What you leave empty stays as it is.")
    page.get_by_label("Title").last.fill("What the weaver wrote")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".kb-done:has-text('corrected')")
    assert "What the weaver wrote" in page.locator(".kb-documents li").first.inner_text()

    page.locator(".kb-way", has_text="Ask").click()
    page.get_by_label("Your question").fill("To whom is the green rope to be returned?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kb-quote:has-text('weaver')")
    page.locator(".kb-number").first.click()
    page.locator(".kb-panel .kb-step", has_text="Page of the source").click()
    page.wait_for_selector(".kb-leaf-picture")
    assert page.locator(".kb-leaf-box").count() > 0
    assert page.eval_on_selector(".kb-leaf-picture", "each => each.naturalWidth") > 1000
    assert page.hosts == {urlsplit(site).netloc}

    other = open_page(asked(site, "To whom is the green rope to be returned?"))
    other.wait_for_selector(".kb-answer")
    assert "weaver" not in other.locator(".stMain").inner_text()

    page.locator(".kb-way", has_text="Library").click()
    page.get_by_text("Purge the matter rope").click()
    page.get_by_label("Type the name").fill("rope")
    page.get_by_role("button", name="Purge", exact=True).click()
    page.wait_for_selector(".kb-done:has-text('gone')")
    assert page.locator(".kb-matter").count() == 0


def test_how_long_a_visitor_waits(site: str, open_page: Open, capsys: pytest.CaptureFixture[str]) -> None:
    """A benchmark: printed, and held only against what would be unbearable."""
    started = time.perf_counter()
    page = open_page(site)
    page.wait_for_selector(".kb-welcome")
    ready = time.perf_counter() - started
    page.get_by_label("Your question").fill("When may a Party refuse to return a ladder?")
    started = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_selector(".kb-statement")
    answered = time.perf_counter() - started
    started = time.perf_counter()
    page.locator(".kb-number").first.click()
    panel(page)
    opened = time.perf_counter() - started
    with capsys.disabled():
        print(f"\nfirst page {ready:.2f} s, answer {answered:.2f} s, provision beside it {opened:.2f} s")
    assert max(ready, answered, opened) < 60
