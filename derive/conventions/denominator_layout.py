"""Denominator layout: a gradient has the shape of its variable, where the scope has its transpose."""

from __future__ import annotations

from derive.judging.restating import Convention, with_setting

CONVENTION = Convention(
    name="denominator-layout",
    words="in denominator layout",
    family="layout",
    order=1,
    restated=lambda grounds: with_setting(grounds, "layout", "denominator"),
    source="matrix calculus: the gradient of a number is an array of the shape of its variable",
    explains=frozenset({"shapes", "squares"}),
)
