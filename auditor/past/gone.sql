-- what the audit before this one found broken, with its trigger in the period of this one
select
    finding.fingerprint, finding.ticket_id, finding.pack, finding.policy, finding.duty, finding.severity,
    strftime(finding.triggered_at at time zone 'UTC' at time zone $zone, '%G-W%V') as week
from finding
join before on before.audit_id = finding.audit_id and before.back = 1
where finding.verdict = 'violated'
    and ($since::timestamp is null or finding.triggered_at >= $since::timestamp)
    and ($until::timestamp is null or finding.triggered_at < $until::timestamp)
order by finding.fingerprint
