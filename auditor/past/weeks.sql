-- of each week, what the last audit that reached it told
select week, in_scope, violated, indeterminate, pending, complied
from week_counts
join before using (audit_id)
qualify row_number() over (partition by week order by before.back) = 1
order by week
