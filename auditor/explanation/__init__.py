"""Why a ticket has its verdicts, or has none: asked of the same conditions, tables and rows as the audit."""

from auditor.explanation.text import told
from auditor.explanation.ticket import explain_ticket

__all__ = ["explain_ticket", "told"]
