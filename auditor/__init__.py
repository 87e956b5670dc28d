"""auditor: a knowledge base's obligations, checked on every ticket of an exported history."""

from __future__ import annotations

from auditor.frames import Audit, audit
from auditor.version import VERSION

__version__ = VERSION
__all__ = ["Audit", "__version__", "audit"]
