"""report.xlsx: the audit as a workbook for people who filter and sort; a sheet per view, a step a file."""
