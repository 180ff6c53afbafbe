"""Well-formed formulas of the field in their scope, and damage to every formula of the corpora: always an answer."""

from concurrent.futures import ThreadPoolExecutor

from fuzz_reader import PIECES, answered, broken_promises, damaged, formula, scope_of_formulas
from hypothesis import given, settings
from hypothesis import strategies as st
from textbook_entries import load_entries

from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import Reading, read
from derive.notation.scope import OPEN, Scope

SCOPE = scope_of_formulas()
ENTRIES = load_entries()
READ = 0.9
"""How many of a hundred well-formed formulas must be read, as a part of 1: the grammar holds notation that reads."""


def _scope_of(declare: str, given_formulas: tuple[str, ...]) -> Scope:
    scope = Scope()
    for declaration in parse_declarations(declare)[0]:
        scope = declared(scope, declaration)
    for text in given_formulas:
        scope = read(text, scope).after(scope)
    return scope


@given(st.data())
@settings(max_examples=150)
def test_well_formed_formulas(data: st.DataObject) -> None:
    text = formula(lambda options: data.draw(st.sampled_from(options)))
    assert broken_promises(text, SCOPE) == [], text
    assert read(text, SCOPE).kind != "prose"


def test_most_well_formed_formulas_are_read() -> None:
    readings: list[Reading] = []

    @given(st.randoms(use_true_random=False))
    @settings(max_examples=200, derandomize=True, database=None)
    def collect(rng: object) -> None:
        readings.append(read(formula(rng.choice), SCOPE))  # type: ignore[attr-defined]

    collect()
    understood = [reading for reading in readings if reading.error is None]
    assert len(understood) >= READ * len(readings)


@given(st.data())
@settings(max_examples=200)
def test_damaged_textbooks(data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(ENTRIES))
    text = entry.latex
    for _ in range(data.draw(st.integers(0, 4))):
        text = damaged(
            text,
            lambda most: data.draw(st.integers(0, most)),
            lambda options: data.draw(st.sampled_from(options)),
        )
    scope = _scope_of(entry.declare, entry.given) if data.draw(st.booleans()) else OPEN
    assert broken_promises(text, scope) == [], text


@given(st.data())
@settings(max_examples=100)
def test_damaged_bytes(data: st.DataObject) -> None:
    raw = bytearray(
        data.draw(st.sampled_from([entry for entry in ENTRIES if entry.latex])).latex.encode("utf-8", "surrogatepass")
    )
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    for text in (raw.decode("utf-8", "replace"), raw.decode("latin-1"), raw.decode("utf-8", "surrogateescape")):
        assert broken_promises(text, OPEN) == [], text


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 300)), max_size=6), st.booleans())
@settings(max_examples=100)
def test_long_runs_of_anything(runs: list[tuple[str, int]], is_open: bool) -> None:
    text = "".join(piece * count for piece, count in runs)
    assert broken_promises(text, OPEN if is_open else SCOPE) == [], text


def test_a_broken_promise_is_found(monkeypatch: object) -> None:
    good = read("x + 1", OPEN)
    assert broken_promises("x + 1", OPEN) == []
    assert _broken(monkeypatch, Reading("unreadable", "x")) == ["unreadable, and no word why"]
    assert _broken(monkeypatch, Reading("claim", "x")) == ["a claim without sides"]
    assert _broken(monkeypatch, good, text="x") == [f"the place {span} is outside" for span in good.spans] * 2
    assert _broken(monkeypatch, None) == ["NoneType is no reading"]


def test_an_exception_is_found_and_does_not_end_the_run(monkeypatch: object) -> None:
    def failing(text: str, scope: Scope) -> Reading:
        raise IndexError("no such place")

    with ThreadPoolExecutor(1) as pool:
        assert answered(pool, "x + 1", OPEN) == []
        monkeypatch.setattr("fuzz_reader.read", failing)  # type: ignore[attr-defined]
        (problem,) = answered(pool, "x + 1", OPEN)
    assert problem.startswith("IndexError: no such place (test_reading_fuzzed_formulas.py, failing, line ")


def _broken(monkeypatch: object, reading: object, text: str = "x + 1") -> list[str]:
    monkeypatch.setattr("fuzz_reader.read", lambda text, scope: reading)  # type: ignore[attr-defined]
    return broken_promises(text, OPEN)
