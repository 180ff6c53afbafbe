"""Hypothesis profiles: the same examples on every CI run, fresh ones on a developer's machine.

No deadline in either: the first example of a test often pays for an import.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Its checks are asserts outside of test modules: without this they fail without showing the values.
pytest.register_assert_rewrite("entry_checks")

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

MOST_WORKERS = 8
"""Beyond that starting workers takes longer than it saves."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes run the tests: several for the whole suite, none for a chosen file, which is soon done."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2) if whole else 0


@pytest.fixture(scope="session", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what the developer's own scans have kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("kept")))
        yield
