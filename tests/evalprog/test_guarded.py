"""One item that fails is counted and logged; the others go on."""

import pytest

from evalprog.guarded import Guard


def run(guard, items):
    done = []
    for name, error in items.items():
        with guard.item(name):
            if error:
                raise error
            done.append(name)
    return done


def test_each_item_is_tried_and_each_failure_named(caplog):
    guard = Guard("job", benign=(LookupError,))

    done = run(guard, {"a": None, "b": RuntimeError("no"), "c": KeyError("done by others"), "d": None})

    assert (done, guard.failed, guard.passed_over) == (
        ["a", "d"],
        {"b": "RuntimeError"},
        {"c": "'done by others'"},
    )
    assert [record.getMessage() for record in caplog.records] == ["job failed for b"]


def test_whoever_asks_to_stop_is_obeyed():
    with pytest.raises(KeyboardInterrupt):
        run(Guard("job"), {"a": KeyboardInterrupt()})
