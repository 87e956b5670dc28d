"""The CI gate: does the run pass, what is new, and how an engineer sees it at home; a page and a plain text."""
