"""What is tried next, and which addresses may be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library.addresses import Refusal, Target, is_public, redirected, target
from kb.library.plan import PASSING, Ask, Done, GiveUp, Outcome, Rules, decide

FIRST, SECOND = "https://a.example/x.pdf", "https://b.example/x.pdf"
URLS = (FIRST, SECOND)
RULES = Rules()
HOSTS = frozenset({"a.example"})


def test_the_first_address_is_asked_at_once():
    assert decide(URLS, [], RULES, 0.0) == Ask(0, 0.0)


def test_waits_double():
    trail = [Outcome(0, "busy")]
    assert decide(URLS, trail, RULES, 0.0) == Ask(0, 2.0)
    assert decide(URLS, trail * 2, RULES, 0.0) == Ask(0, 4.0)


def test_the_server_may_ask_for_more_time_but_not_for_less():
    assert decide(URLS, [Outcome(0, "busy", wait=30.0)], RULES, 0.0) == Ask(0, 30.0)
    assert decide(URLS, [Outcome(0, "busy", wait=0.0)], RULES, 0.0) == Ask(0, 2.0)


def test_who_asks_for_too_much_time_is_left_for_the_next_address():
    assert decide(URLS, [Outcome(0, "busy", wait=3600.0)], RULES, 0.0) == Ask(1, 0.0)


def test_what_will_not_pass_is_tried_once():
    assert decide(URLS, [Outcome(0, "refused")], RULES, 0.0) == Ask(1, 0.0)


def test_a_slow_server_is_asked_again_only_where_it_brought_something():
    assert decide(URLS, [Outcome(0, "slow")], RULES, 0.0) == Ask(1, 0.0)
    assert decide(URLS, [Outcome(0, "slow", progress=True)], RULES, 0.0) == Ask(0, 2.0)


def test_a_lost_host_is_not_asked():
    assert decide(URLS, [], RULES, 0.0, {"a.example"}) == Ask(1, 0.0)


def test_the_reasons_come_in_the_order_of_the_addresses():
    trail = [Outcome(0, "refused", "a answers 404"), Outcome(1, "unsuitable", "b sends a page")]
    assert decide(URLS, trail, RULES, 0.0) == GiveUp(("a answers 404", "b sends a page"))


def test_nothing_is_begun_when_the_time_is_used_up():
    assert isinstance(decide(URLS, [Outcome(0, "cut", "broke off")], RULES, RULES.text_time), GiveUp)


kinds = st.sampled_from(sorted([*PASSING, "received", "refused", "unsuitable", "unresolved", "forbidden"]))


@given(st.lists(kinds, min_size=12, max_size=12))
def test_every_run_of_outcomes_comes_to_an_end(outcomes):
    """Whatever the servers do, at most four requests go to each address, and the last intent is an end."""
    trail: list[Outcome] = []
    for kind in outcomes:
        intent = decide(URLS, trail, RULES, 0.0)
        if not isinstance(intent, Ask):
            break
        trail.append(Outcome(intent.address, kind))
    assert isinstance(decide(URLS, trail, RULES, 0.0), Done | GiveUp)
    assert all(sum(one.address == place for one in trail) <= RULES.tries for place in (0, 1))


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/x",
        "https://b.example/x",
        "https://a.example:8443/x",
        "https://user@a.example/x",
        "https://a.example.evil.example/x",
        "https://a.example@evil.example/x",
        "file:///etc/passwd",
        "https://a.example:port/x",
    ],
)
def test_only_https_hosts_of_the_catalogue_are_asked(url):
    assert isinstance(target(url, HOSTS), Refusal)


def test_brackets_in_a_path_are_encoded_and_what_is_encoded_stays():
    assert target("https://a.example/celex/1(01)%20x?uri=C:2(1)", HOSTS) == Target(
        "a.example", "/celex/1%2801%29%20x?uri=C:2(1)"
    )


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/moved.pdf", "https://a.example/moved.pdf"),
        ("http://a.example/moved.pdf", "https://a.example/moved.pdf"),
        ("moved.pdf#page=2", "https://a.example/moved.pdf"),
    ],
)
def test_a_redirect_on_its_host_is_followed_by_https(location, leads):
    assert redirected(FIRST, location, HOSTS) == leads


@pytest.mark.parametrize("location", ["", "https://b.example/", "//b.example/x", "ftp://a.example/x", "https://[::1/"])
def test_other_redirects_are_not_followed(location):
    assert isinstance(redirected(FIRST, location, HOSTS), Refusal)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255 ::1 ::
    fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1::1 2001:0:1::1 xyz""".split(),
)
def test_private_addresses_are_told(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "157.150.185.49", "2a00:1450:4001::1"])
def test_public_addresses_are_told(address):
    assert is_public(address)
