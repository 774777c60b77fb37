"""What is made ahead in a thread comes out as if it were made when it is asked for."""

import threading
from contextlib import closing

import pytest

from dorsi.video.ahead import THREADS, ahead, side_by_side


def test_items_keep_their_order_however_slowly_they_are_used():
    assert list(ahead(iter(range(1000)))) == list(range(1000))


def test_nothing_gives_nothing():
    assert list(ahead([])) == []


def test_an_error_comes_after_the_items_before_it():
    def items():
        yield 1
        yield 2
        raise ValueError("damaged")

    coming = ahead(items())
    assert [next(coming), next(coming)] == [1, 2]
    with pytest.raises(ValueError, match="damaged"):
        next(coming)


def test_whoever_stops_early_leaves_no_thread_and_no_open_file_behind():
    closed = threading.Event()

    def items():
        try:
            yield from range(1000)
        finally:
            closed.set()

    with closing(ahead(items())) as coming:
        assert next(coming) == 0
    assert closed.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]


def test_only_a_few_items_are_made_ahead():
    made = []

    def items():
        for item in range(100):
            made.append(item)
            yield item

    with closing(ahead(items())) as coming:
        assert next(coming) == 0
        threading.Event().wait(0.2)
        assert len(made) <= 3


def test_the_work_is_done_in_another_thread():
    here = threading.get_ident()
    assert here not in set(ahead(threading.get_ident() for _ in range(3)))


def test_side_by_side_keeps_the_order_and_takes_no_more_than_it_works_on():
    taken = []

    def items():
        for k in range(10):
            taken.append(k)
            yield k

    for done, k in enumerate(side_by_side(lambda k: k * k, items())):
        assert k == done * done
        assert len(taken) <= done + 1 + THREADS
    assert done == 9


def test_an_error_in_one_of_several_is_raised_in_its_turn():
    def work(k):
        if k == 3:
            raise ValueError("the fourth")
        return k

    results = side_by_side(work, range(9))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="the fourth"):
        next(results)
