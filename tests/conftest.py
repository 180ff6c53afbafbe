"""Hypothesis profiles: the same examples on every CI run, fresh ones on a developer's machine.

No deadline in either: the first example of a test often pays for an import.
"""

import os

import pytest
from hypothesis import settings

# Its checks are asserts outside of test modules: without this they fail without showing the values.
pytest.register_assert_rewrite("entry_checks")

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
