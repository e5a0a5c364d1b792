"""Guessing is stopped after a few failures, and nobody honest is locked out by it."""

import threading
from datetime import timedelta

import pytest

from engine.errors import SignInRefused, SignInThrottled
from tests.engine.sign_in.moments import DESK, ELSEWHERE, MINUTE, NOW, fail


def test_after_five_failures_even_the_right_password_waits(add, enter) -> None:
    add()
    fail(enter, 4)
    fail(enter, 1, now=NOW + 3 * MINUTE)
    with pytest.raises(SignInThrottled, match="在 6 分钟后"):
        enter(now=NOW + 4 * MINUTE + timedelta(seconds=1))
    assert enter(now=NOW + 10 * MINUTE + timedelta(seconds=1))


def test_waiting_does_not_make_the_wait_longer(add, enter) -> None:
    add()
    fail(enter, 5)
    for minute in range(1, 10):
        with pytest.raises(SignInThrottled):
            enter(now=NOW + minute * MINUTE)
    assert enter(now=NOW + 10 * MINUTE)


def test_an_honest_officer_elsewhere_is_not_locked_out(add, enter) -> None:
    add()
    fail(enter, 5, address=ELSEWHERE)
    assert enter(address=DESK)


def test_a_colleague_at_the_same_address_may_still_enter(add, enter) -> None:
    add()
    add("lilei")
    fail(enter, 5)
    assert enter("lilei")


def test_trying_many_names_from_one_address_is_stopped(add, enter) -> None:
    add()
    for n in range(25):
        with pytest.raises(SignInRefused):
            enter(f"guess{n}", address=ELSEWHERE)
    with pytest.raises(SignInThrottled):
        enter(address=ELSEWHERE)
    assert enter(address=DESK)


def test_trying_one_name_from_many_addresses_is_stopped(add, enter) -> None:
    add()
    for n in range(100):
        with pytest.raises(SignInRefused):
            enter(password="wrong", address=f"10.3.0.{n}")
    with pytest.raises(SignInThrottled):
        enter(address="10.3.1.1")


def test_success_forgets_the_slips_before_it(add, enter) -> None:
    add()
    for _ in range(3):
        fail(enter, 4)
        assert enter()


def test_fifty_guesses_at_once_are_still_five(add, enter) -> None:
    add()
    outcomes: list[str] = []

    def guess() -> None:
        try:
            enter(password="wrong")
        except (SignInRefused, SignInThrottled) as refusal:
            outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=guess) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(outcomes)) == ["SignInRefused", "SignInThrottled"]
    assert outcomes.count("SignInRefused") == 5
    assert len(outcomes) == 50
