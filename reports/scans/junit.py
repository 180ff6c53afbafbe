"""Findings as JUnit's XML, which build servers count: a test case for every formula that makes a claim."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from derive.findings import Finding
from derive.scanning import UNREAD, VERDICTS, Findings, is_failing
from reports.placing import place
from reports.scans._told import evidence, message

SUFFIX = ".xml"

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold."""


def written(found: Findings) -> str:
    """A suite for every file; what is wrong fails, what is not settled is skipped."""
    suites = Element("testsuites", name="derive")
    for file in found.files:
        cases = [finding for finding in file.findings if finding.outcome in (*VERDICTS, *UNREAD)]
        suite = SubElement(suites, "testsuite", name=_clean(file.name), tests=str(len(cases)))
        for finding in cases:
            _add(suite, finding)
        for kind in ("failure", "skipped"):
            count = sum(case.find(kind) is not None for case in suite)
            suite.set("failures" if kind == "failure" else kind, str(count))
    return tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _add(suite: Element, finding: Finding) -> None:
    name = f"{place(finding)} {' '.join(finding.latex.split())}"
    case = SubElement(suite, "testcase", classname=_clean(finding.file), name=_clean(name))
    if is_failing(finding):
        SubElement(case, "failure", message=_clean(message(finding)), type=finding.outcome).text = _clean(
            evidence(finding)
        )
    elif finding.outcome in ("undecided", *UNREAD):
        SubElement(case, "skipped", message=_clean(message(finding)))


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
