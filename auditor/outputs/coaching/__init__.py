"""The coaching report: a page per agent, on which no colleague stands, and an index for the coach."""
