"""What tidying does in passing: the rules that a lecturer gives no line of their own, in the order of trying."""

NUMBERS = ("drop a zero term", "a product with 0", "drop a factor 1", "arithmetic", "power 1", "divide by 1")
SIGNS = ("minus of a minus", "minus one as a minus sign", "the minus sign in front")
QUIETLY = (
    *NUMBERS,
    *("minus of a minus", "a fraction of a fraction", "transpose of a transpose", "transpose of equal entries"),
    *("one power for all entries", "the square of a power"),
)
