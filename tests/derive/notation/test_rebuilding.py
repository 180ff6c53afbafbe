"""Parts of a written formula are changed, and all others stay the very same nodes."""

from dataclasses import replace

from derive.notation.grammar import parse
from derive.notation.rebuilding import rebuilt, rebuilt_upward
from derive.notation.surface import Name, Scripted, Statement, walk
from derive.notation.tokens import tokenize


def _statement(text: str) -> Statement:
    (statement,) = parse(tokenize(text, frozenset(), {}))
    return statement


def _renamed(node: object) -> object:
    return replace(node, letter="u") if isinstance(node, Name) and node.letter == "x" else node


def test_only_what_is_changed_is_new() -> None:
    before = _statement(r"z = w_1 x + \frac{x}{y} + e^{x}")
    after = rebuilt(before.sides, _renamed)
    letters = [node.letter for node in walk(*after) if isinstance(node, Name)]
    assert letters.count("u") == 3
    assert "x" not in letters
    kept = {id(node) for node in walk(*before.sides)}
    assert [node for node in walk(*after) if isinstance(node, Scripted) and id(node) in kept]


def test_without_a_change_it_is_the_same() -> None:
    before = _statement(r"z = w x_1 + b")
    assert rebuilt(before.sides, lambda node: node) is before.sides


def test_kept_fields_are_not_looked_at() -> None:
    before = _statement(r"z = \frac{x}{y}")
    assert rebuilt(before.sides, _renamed, frozenset({"top"})) is before.sides


def test_upward_the_parts_of_a_node_are_changed_before_it() -> None:
    before = _statement(r"z = x \frac{x}{x}")
    seen: list[object] = []

    def noted(node: object) -> object:
        seen.append(node)
        return _renamed(node)

    after = rebuilt_upward(before.sides, noted)
    assert sorted(node.letter for node in walk(*after) if isinstance(node, Name)) == ["u", "u", "u", "z"]
    assert len(seen) == len({id(node) for node in seen})  # each part once, however deep it stands
    assert rebuilt_upward(before.sides, lambda node: node) is before.sides
