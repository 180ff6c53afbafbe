"""Characters, numbers, macros and typography as tokens."""

import pytest

from derive.notation.errors import Refusal
from derive.notation.tokens import tokenize


def texts(text: str) -> str:
    return " ".join(token.text for token in tokenize(text).items)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("𝑤ᵀ𝑥", "w^{T}x"),
        ("𝐰", r"\mathbf w"),
        ("ℕ", r"\mathbb N"),
        ("y\u0302", r"\hat y"),
        ("ａ＝（ｂ＋１）", "a=(b+1)"),
        ("a\u200b\u2009b", "ab"),
        ("a ‐ b", "a-b"),
        ("⟨a, b⟩", r"\langle a, b \rangle"),
        ("1\\,000 a", "1000a"),
        ("0{,}5", "0.5"),
        ("0{.}5", "0.5"),
        ("1.c", "1c"),
        ("a {-} b {=} c", "a-b=c"),
        (r"a \mathbin{-} b \mathrel{=} c", "a-b=c"),
        (r"w \mathrel{-}= a", "w -= a"),
        (r"a \mathrel{\mathop:}= b", "a := b"),
        (r"a \stackrel{\text{def}}{=} b", "a := b"),
        (r"a \overset{(3)}{=} b", "a=b"),
        (r"\underset{w}{\operatorname{argmin}}\, f", r"\operatorname{argmin}_{w} f"),
        (r"\operatorname*{arg\,max}_k", r"\operatorname{argmax}_k"),
        (r"\arg\max_k", r"\operatorname{argmax}_k"),
        (r"\mathop{\rm exp} a", r"\exp a"),
        (r"a \kern 1pt b \hspace*{2em} c \mskip 2mu d", "abcd"),
        (r"\color{red} a \textcolor[rgb]{0,0,1}{b}", r"a \textcolor{red}{b}"),
        (r"\mleft( a \mright)", r"\left( a \right)"),
        (r"\left\lparen a \right\rparen", r"\left( a \right)"),
        (r"y\_hat", r"\hat y"),
        (r"a\sp{2}\sb{1}", "a^{2}_{1}"),
        (r"\alpha*x", r"\alpha * x"),
        (r"\newcommand{\w}{W\xspace}\w x", "Wx"),
        (r"\let\w=W \w x", "Wx"),
        (r"\def\lin#1,#2;{#1 #2} \lin W,x; b", "W x b"),
        (r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert} \abs*{a} \abs[\big]{b}", r"\left|a\right| \left|b\right|"),
        ("a .* b", r"a \odot b"),
    ],
)
def test_two_spellings_are_the_same(text: str, same: str) -> None:
    assert texts(text) == texts(same)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("a = 0.1.2 x", "unreadable", "two"),
        ("1{,}000", "ambiguous", "thousands"),
        ("$a = x", "unreadable", "dollar"),
        ("a = x \\", "unreadable", "backslash"),
        ("wx − у", "unbound", "Latin letter y"),
        ("a \u202e b", "unreadable", r"U\+202E turns the direction"),
        ("a \x00", "unreadable", r"U\+0000"),
        (r"\newcommand{\one}[1]{#2} \one{x}", "unreadable", "takes one argument"),
        (r"\newcommand{\loop}{x + \loop} \loop", "never", "without end"),
        (r"\alphax", "unreadable", "unknown command"),
        (r"\lfloor a \rfloor", "not-yet", "rounding down"),
        ("asin(b)", "ambiguous", "inverse function"),
        (r"a \stackrel{d}{=} b", "not-yet", "stands above"),
        (r"{a \over b \over c}", "unreadable", "over"),
        ("a" + "+ a" * 30_000, "never", "too long"),
        ("{" * 60_000, "never", "nested"),
    ],
)
def test_slips_have_messages_of_their_own(text: str, kind: str, says: str) -> None:
    with pytest.raises(Refusal, match=says) as raised:
        tokenize(text)
    assert raised.value.error.kind == kind


def test_a_glued_macro_names_the_one_that_was_meant() -> None:
    with pytest.raises(Refusal) as raised:
        tokenize(r"\alphax")
    assert "\\alpha" in raised.value.error.expected


def test_a_capital_sigma_with_an_index_is_the_sum_unless_it_is_a_name() -> None:
    assert tokenize("Σᵢ xᵢ").notes
    assert texts("Σᵢ xᵢ").startswith("sum")
    assert not tokenize("Σᵢ", frozenset({"Sigma"})).notes


def test_a_bracket_that_words_open_is_one_remark() -> None:
    tokens = tokenize(r"a \text{(because } c > 0)")
    assert [token.kind for token in tokens.items] == ["letter", "text"]
