"""SARIF 2.1.0 (OASIS, errata 01): the findings that stand, for code scanning, and every verdict, for SARIF viewers."""
