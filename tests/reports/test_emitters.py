"""Formulas in Typst, MathML and plain text."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import typst as typesetter
from hypothesis import given
from hypothesis import strategies as st

from derive.notation.greek import GREEK
from derive.notation.latex import SIGNS, latex
from derive.notation.math import (
    EQUALS,
    Accent,
    Big,
    Blank,
    Boxed,
    Brackets,
    Cases,
    Coloured,
    Evaluated,
    Fraction,
    Labelled,
    Letter,
    Math,
    Matrix,
    Number,
    Root,
    Row,
    Scripts,
    Sign,
    Struck,
    Unspellable,
    Word,
    row,
)
from reports.emitters.boxes import box, text_width
from reports.emitters.mathml import mathml
from reports.emitters.plain import plain, width
from reports.emitters.typst import PREAMBLE, quoted, typst

SPELLINGS: tuple[Callable[[Math], str], ...] = (latex, plain, typst, mathml)

a, b, z = Letter("a"), Letter("b"), Letter("z")
plus, minus, negative, dot = (
    Sign("+", "binary"),
    Sign("−", "binary"),
    Sign("−", "prefix"),
    Sign("·", "binary"),
)
one, two = Number("1"), Number("2")
layer, example = Brackets(Letter("l"), "[]"), Brackets(Letter("i"))
e = Scripts(Letter("e"), sup=row(negative, z))
dL = Fraction(row(Sign("∂", "prefix"), Letter("L", "cal")), row(Sign("∂", "prefix"), Letter("w")))

FORMULAS: list[tuple[Math, str]] = [
    (row(dL, EQUALS, Brackets(row(a, minus, b)), z), "∂ℒ/∂w = (a − b) z"),
    (Accent(Letter("y"), "hat"), "ŷ"),
    (Accent(row(a, b), "bar"), "bar(ab)"),
    (row(Scripts(Letter("w"), sup=Sign("⊤")), Letter("x")), "wᵀx"),
    (Scripts(Brackets(row(one, plus, e)), sup=row(negative, two)), "(1 + e⁻ᶻ)⁻²"),
    (Scripts(a, sup=Fraction(one, two)), "a^(1/2)"),
    (Root(row(a, plus, b)), "√(a + b)"),
    (Fraction(one, Root(a)), "1/√a"),
    (Scripts(a, sup=Letter("Q")), "a^Q"),
    (row(Scripts(a, Letter("Q")), b), "a_Q b"),
    (Scripts(a, one, two), "a₁²"),
    (Scripts(a, sup=row(layer, Sign("⊤"))), "a^[l]ᵀ"),
    (Scripts(a, sup=row(layer, example)), "a^[l]⁽ⁱ⁾"),
    (row(Fraction(one, Letter("n")), a), "(1/n) a"),
    (row(a, Fraction(b, z)), "a (b/z)"),
    (row(Fraction(a, b), dot, Fraction(b, z)), "a/b · b/z"),
    (Fraction(row(a, plus, b), row(two, z)), "(a + b)/(2z)"),
    (Fraction(Fraction(a, b), z), "(a/b)/z"),
    (row(Fraction(Sign("d", "prefix"), row(Sign("d", "prefix"), z)), Letter("sigma"), Brackets(z)), "d/dz σ(z)"),
    (row(Big("∑", row(Letter("i"), EQUALS, one), Letter("n")), Scripts(a, Letter("i"))), "Σᵢ₌₁ⁿ aᵢ"),
    (row(a, Word("log"), b), "a log b"),
    (row(Word("log"), Brackets(b)), "log(b)"),
    (Struck(row(a, b)), "a̶b̶"),
    (Boxed(a), "⟦a⟧"),
    (Coloured(a, "backward"), "a"),
    (Labelled(a, b), "(a)⏟(b)"),
    (Brackets(a, "‖‖"), "‖a‖"),
    (row(Letter("d"), EQUALS, Blank(5, "3")), "d = [3: _______]"),
    (row(a, dot, Blank(5, "3", b)), "a · [3: b]"),
    (Blank(4), "_____"),
]


@pytest.mark.parametrize(("math", "expected"), FORMULAS, ids=lambda v: v if isinstance(v, str) else "")
def test_plain_text(math: Math, expected: str) -> None:
    assert plain(math) == expected


def test_accents_and_strokes_take_no_column() -> None:
    assert width("a̶b̶") == 2
    assert width(plain(Accent(a, "vec"))) == 1
    assert width("漢") == 2


@pytest.mark.parametrize(
    ("math", "expected"),
    [
        (row(a, minus, b), r"a \u{2212} b"),
        (Brackets(row(a, Sign(",", "punctuation"), b)), r"\( a \, b \)"),
        (Brackets(Fraction(a, b)), r"lr(\( frac(a, b) \))"),
        (Brackets(row(a, Brackets(row(b, Brackets(z)))), "[]"), r"lr(size: #1.25em, \[ a \( b \( z \) \) \])"),
        (Root(row(a, minus, b)), r"sqrt(a \u{2212} b)"),
        (Word('a"b'), r'op("a\"b")'),
        (Letter("W", "bold"), "upright(bold(W))"),
        (Letter("alpha"), r"\u{3b1}"),
    ],
)
def test_typst(math: Math, expected: str) -> None:
    assert typst(math) == expected


def test_mathml_says_what_each_part_is() -> None:
    text = mathml(row(a, minus, Struck(Letter("L", "cal")), Scripts(Letter("W", "bold"), sup=Sign("⊤"))), display=True)
    assert text.startswith('<math xmlns="http://www.w3.org/1998/Math/MathML" displaystyle="true">')
    assert '<mo form="infix" lspace="0.222em" rspace="0.222em" stretchy="false">−</mo>' in text
    assert '<mrow class="struck"><mi>ℒ</mi></mrow>' in text
    assert "<msqrt><mi>a</mi></msqrt>" in mathml(Root(a))
    assert '<msup><mi mathvariant="normal">𝐖</mi><mi mathvariant="normal">⊤</mi></msup>' in text


@pytest.mark.parametrize(("font", "expected"), [("bold", "𝛂"), ("cal", "α"), ("upright", "α")])
def test_greek_letters_have_fonts_where_unicode_has_them(font: str, expected: str) -> None:
    assert expected in mathml(Letter("alpha", font))


# --- properties


LETTERS = st.sampled_from([a, b, z, Letter("alpha"), Letter("L", "cal"), Letter("W", "bold"), one, two, Number("12")])


def tables(inner: st.SearchStrategy[Math]) -> st.SearchStrategy[tuple[tuple[Math, ...], ...]]:
    rows = st.integers(1, 3).flatmap(lambda n: st.lists(st.tuples(*[inner] * n), min_size=1, max_size=3))
    return rows.map(tuple)


def larger(inner: st.SearchStrategy[Math]) -> st.SearchStrategy[Math]:
    signs = st.sampled_from([plus, minus, dot, Sign("⊙", "binary"), EQUALS])
    sides = st.tuples(inner, signs, inner).map(lambda parts: row(*parts))
    kinds = st.sampled_from(["()", "[]", "{}", "||", "‖‖"])
    return st.one_of(
        sides,
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: row(*parts)),
        inner.map(lambda part: row(negative, part)),
        st.builds(Fraction, inner, inner),
        st.builds(Root, inner),
        st.builds(Scripts, inner, inner, inner),
        st.builds(Scripts, inner, st.none(), inner),
        st.builds(Brackets, inner, kinds),
        st.builds(Struck, inner),
        st.builds(Boxed, inner),
        st.builds(Coloured, inner, st.sampled_from(["forward", "backward"])),
        st.builds(Labelled, inner, inner),
        st.builds(Blank, st.just(4.0), st.sampled_from(["", "7"])),
        st.builds(Blank, st.just(4.0), st.just("7"), inner),
        st.builds(Big, st.sampled_from(["∑", "max", "arg max"]), inner, inner),
        st.builds(Matrix, tables(inner), st.sampled_from(["[]", "()", "||"])),
        st.builds(Cases, st.lists(st.tuples(inner, inner), min_size=1, max_size=2).map(tuple), inner),
        st.builds(Evaluated, inner, inner),
        inner.map(lambda part: row(Word("log"), part)),
    )


FORMULA = st.recursive(LETTERS, larger, max_leaves=12)


def with_brackets(math: Row, first: int, last: int) -> Math:
    return row(*math.items[:first], Brackets(row(*math.items[first:last])), *math.items[last:])


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
def test_bracketings_of_one_row_are_all_told_apart(spell: Callable[[Math], str]) -> None:
    flat = row(a, plus, b, dot, Fraction(one, two), z, minus, Word("log"), Scripts(a, sup=two), Number("3"))
    assert isinstance(flat, Row)
    # Brackets around the fraction alone say nothing new, and plain text writes them anyway.
    cuts = [cut for cut in itertools.combinations(range(len(flat.items) + 1), 2) if cut != (4, 5)]
    spelled = [spell(with_brackets(flat, i, j)) for i, j in cuts]
    assert len({*spelled, spell(flat)}) == len(cuts) + 1


@given(FORMULA, FORMULA)
def test_where_a_bracket_ends_is_seen_in_every_format(left: Math, right: Math) -> None:
    inside, outside = Brackets(row(left, dot, right)), row(Brackets(left), dot, right)
    for spell in SPELLINGS:
        assert len({spell(inside), spell(outside), spell(row(left, dot, Brackets(right)))}) == 3


@given(FORMULA, FORMULA)
def test_how_far_a_fraction_and_a_script_reach_is_seen_in_every_format(left: Math, right: Math) -> None:
    for spell in SPELLINGS:
        assert spell(Fraction(row(left, plus, right), z)) != spell(row(left, plus, Fraction(right, z)))
        assert spell(Scripts(row(left, plus, right), sup=two)) != spell(row(left, plus, Scripts(right, sup=two)))
        assert spell(Scripts(a, sup=row(left, plus, right))) != spell(row(Scripts(a, sup=left), plus, right))


@given(FORMULA)
def test_mathml_is_well_formed(math: Math) -> None:
    for element in ElementTree.fromstring(mathml(math)).iter():
        tag = element.tag.rpartition("}")[2]
        wanted = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "munderover": 3, "mover": 2}
        assert len(element) == wanted.get(tag, len(element))


@given(FORMULA)
def test_latex_is_balanced(math: Math) -> None:
    text = latex(math)
    depth = 0
    for k, character in enumerate(text):
        escaped = k > 0 and text[k - 1] == "\\"
        depth += 0 if escaped else {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert text.count(r"\left") - text.count(r"\leftarrow") == text.count(r"\right") - text.count(r"\rightarrow")


@given(st.lists(FORMULA, min_size=1, max_size=20))
def test_typst_accepts_what_is_emitted(formulas: list[Math]) -> None:
    lines = [PREAMBLE, *(f"$ {typst(math)} $" for math in formulas)]
    assert typesetter.compile("\n".join(lines).encode(), format="pdf", ignore_system_fonts=True)


@given(FORMULA)
def test_every_formula_has_a_size(math: Math) -> None:
    found = box(math)
    assert found.width > 0
    assert found.total > 0
    assert box(row(math, plus, math)).width > found.width
    assert text_width(plain(math)) > 0


@given(st.text())
def test_typst_reads_a_string_as_it_was(text: str) -> None:
    blanks = "".join(" " if c.isspace() and c not in "\u00a0\u202f" else c for c in text)
    kept = "".join(c for c in blanks if c.isprintable() or c in "\u00a0\u202f")
    compiler = typesetter.Compiler(b"")
    assert compiler.eval(quoted(text)) == _json(kept)


def _json(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- tables


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
def test_every_sign_and_greek_letter_is_spelled(spell: Callable[[Math], str]) -> None:
    everything: list[Math] = [*map(Sign, SIGNS), *map(Letter, GREEK)]
    assert all(spell(math) for math in everything)
    assert len({spell(math) for math in everything}) == len(everything)


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
@pytest.mark.parametrize(
    "broken", [Sign("☃"), Letter("two"), Accent(a, "ring"), Brackets(a, "<>"), Big("☃")], ids=lambda v: type(v).__name__
)
def test_what_a_format_cannot_spell_is_refused(spell: Callable[[Math], str], broken: Math) -> None:
    with pytest.raises(Unspellable, match="spelling"):
        spell(broken)
