"""What the formats for pipelines tell, read back by readers of their own kind: verdicts and how many."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from junitparser import JUnitXml
from markdown_it import MarkdownIt
from sarif.loader import load_sarif_file
from sarif_pydantic import Sarif

from tests.outputs.readers_people import VERDICTS

SKIPPED = {f"{word}: ": verdict for word, verdict in VERDICTS.items()}


def sarif_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("results*.sarif"), key=lambda file: (len(file.name), file.name))


def sarif(folder: Path) -> Counter[str]:
    """Results are what broke; the run counts the others."""
    files = sarif_files(folder)
    results = sum(len(load_sarif_file(str(file)).get_results()) for file in files)
    runs = [Sarif.model_validate_json(file.read_bytes()).runs[0] for file in files]
    counted = {json.dumps(json.loads(file.read_bytes())["runs"][0]["properties"]["verdicts"]) for file in files}
    (told,) = map(json.loads, counted)
    assert sum(len(run.results or []) for run in runs) == results == told["violated"]
    return Counter(told)


def junit(folder: Path) -> Counter[str]:
    """A test case a verdict: what was not kept says so in its message."""
    found: Counter[str] = Counter()
    suites = JUnitXml.fromfile(str(folder / "junit.xml"))
    for suite in suites:
        for case in suite:
            told = [one.message for one in case.result]
            verdicts = [verdict for word, verdict in SKIPPED.items() if told and told[0].startswith(word)]
            found.update(verdicts or ["complied"])
    assert suites.tests == found.total()
    return found


def gitlab(folder: Path) -> Counter[str]:
    return Counter(violated=len(json.loads((folder / "gl-code-quality-report.json").read_text())))


def digest(text: str) -> Counter[str]:
    """The counts of the line of verdicts, as it is rendered."""
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    (line,) = re.findall(r"<strong>Verdicts\.</strong> ([^<]+)\.</p>", rendered)
    pairs = (part.rsplit(": ", 1) for part in line.split("; "))
    return Counter({VERDICTS[word]: int(number.replace(",", "")) for word, number in pairs})


def markdown(folder: Path) -> Counter[str]:
    return digest((folder / "digest.md").read_text("utf-8"))


def github(folder: Path) -> Counter[str]:
    return digest((folder / "github-summary.md").read_text("utf-8"))


READERS = {"sarif": sarif, "junit": junit, "gitlab": gitlab, "markdown": markdown, "github": github}
TELLS_ONLY = {"gitlab": {"violated"}}  # a format that knows of findings and of nothing else
