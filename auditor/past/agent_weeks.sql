-- of each week, what the last audit that reached it told of everybody
select kind, id, week, violated, indeterminate, pending, complied
from agent_week
join before using (audit_id)
qualify rank() over (partition by week order by before.back) = 1
order by kind, id, week
