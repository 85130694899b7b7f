"""Long work on a page: told in words, and what it gives is given."""

from __future__ import annotations

from typing import Any

import pytest

testing = pytest.importorskip("streamlit.testing.v1", reason="streamlit is not installed in this environment")

from kb.faces.web.working import in_words  # noqa: E402  (needs streamlit)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("adding", 0, 2), "Reading what you gave: 1 of 2"),
        (("reading", 55, 56), "Reading the texts of the library: 56 of 56"),
        (("encoding", 0, 90), "Working out the meaning of new passages: 0 of 90"),
        (("encoding", 90, 90), "Writing the index …"),
        (("something new", 0, 0), "Something new …"),
    ],
)
def test_a_stage_is_told_in_words(told: tuple[str, int, int], words: str) -> None:
    assert in_words(*told) == words


def shown(script: Any) -> Any:
    return testing.AppTest.from_function(script, default_timeout=30).run()


def test_what_the_work_gives_is_given() -> None:
    def script() -> None:
        import time
        from collections.abc import Callable

        import streamlit as st

        from kb.faces.web.working import at_work

        def action(progress: Callable[[str, int, int], None]) -> str:
            progress("encoding", 1, 4)
            time.sleep(0.6)
            return "done"

        st.write(at_work("Adding …", "This takes a while.", action))

    page = shown(script)
    assert not page.exception
    assert page.markdown[0].value == "done"
    assert page.status[0].label == "Working out the meaning of new passages: 1 of 4"


def test_what_goes_wrong_in_the_work_is_raised_on_the_page() -> None:
    def script() -> None:
        import streamlit as st

        from kb.errors import InputError
        from kb.faces.web.working import at_work

        def action(_progress: object) -> str:
            raise InputError("letter.pdf", "is empty", "check it")

        try:
            at_work("Adding …", "This takes a while.", action)
        except InputError as error:
            st.write(error.sentence)

    assert shown(script).markdown[0].value == "letter.pdf: is empty; check it."
