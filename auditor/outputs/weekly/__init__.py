"""The weekly page: what it says, as plain values; the templates in `reports/weekly_qa/` say how it looks."""
