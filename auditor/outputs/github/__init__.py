"""GitHub Actions: annotations as workflow commands, and the summary of a step."""
