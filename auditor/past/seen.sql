-- every instance that an audit before this one showed: when first, and its verdict the last time
select
    finding.fingerprint,
    min(before.as_of) as first_seen,
    arg_min(finding.verdict, before.back) as was
from finding
join before using (audit_id)
group by finding.fingerprint
