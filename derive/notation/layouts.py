r"""The operators whose writing depends on their neighbours or on the style, each with its layout.

Inside :math:`\sum_{i=1}^{n}` everything is written for one entry: an array bears the index, a matrix product is written
for one example where it can be.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.notation import arithmetic, choosing, indexing, matrices, quotients
from derive.notation.printing import Layout

LAYOUTS: Mapping[str, Layout] = {
    **arithmetic.LAYOUTS,
    **matrices.LAYOUTS,
    **indexing.LAYOUTS,
    **choosing.LAYOUTS,
    **quotients.LAYOUTS,
}
"""All operators with a layout of their own; every other is written by its template."""
