-- of each week, what the last audit that reached it told of each policy
select policy_week.week, pack, policy, policy_week.violated, policy_week.indeterminate, policy_week.pending, policy_week.complied
from policy_week
join before using (audit_id)
qualify rank() over (partition by week order by before.back) = 1
order by week, pack, policy
