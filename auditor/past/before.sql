-- the audits before this one, the newest first
create or replace temp table before as
select *, row_number() over (order by as_of desc, coalesce(until, as_of) desc, audit_id) as back
from audit
where (as_of, coalesce(until, as_of)) < ($as_of::timestamp, $until::timestamp)
