"""Counts how many of 10,000 ordinary messages hold each word, for `auditor/contacts/everyday_words.tsv`.

    python benchmarks/everyday_words.py FILE.jsonl … > auditor/contacts/everyday_words.tsv

The files hold one message a line (`text`); only those whose `labels` are empty count. Words in fewer than three
messages are left out: the scan takes them to be rare.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from auditor.contacts.normalise import normalise


def main(files: list[str]) -> None:
    """Print the table."""
    lines = (line for name in files for line in Path(name).read_text(encoding="utf-8").splitlines() if line)
    texts = [row["text"] for row in map(json.loads, lines) if not row.get("labels")]
    counts = Counter(word for text in texts for word in set(re.findall(r"[^\W_]+", normalise(text).folded)))
    for word, count in sorted(counts.items()):
        if count >= 3:
            print(f"{word}\t{round(count * 10_000 / len(texts))}")


if __name__ == "__main__":
    main(sys.argv[1:])
