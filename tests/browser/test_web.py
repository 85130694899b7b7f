"""The pages as a visitor meets them: ask, read, open the citation, stay on this machine."""

from __future__ import annotations

from collections.abc import Callable
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
