"""What nobody needs to see is masked before anything is written: a room, a kind of number a file."""

from auditor.privacy.key import VARIABLE, read_key
from auditor.privacy.mask import masked, masked_explanation
from auditor.privacy.pseudonyms import pseudonymised

__all__ = ["VARIABLE", "masked", "masked_explanation", "pseudonymised", "read_key"]
