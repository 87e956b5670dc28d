"""Findings: verdict rows with their evidence, the person who answers, and a fingerprint."""
