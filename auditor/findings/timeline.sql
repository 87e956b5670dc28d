-- the histories of the cases that are not wholly complied with; groups and people by name where one is known
select
    event.ticket_id,
    event.event_id,
    event.update_id,
    event.occurred_at,
    event.kind,
    event.channel,
    event.public,
    case when event.redacted then null else event.body end as text,
    event.field,
    case event.field
        when 'group' then coalesce(new_group.name, event.value)
        when 'assignee' then coalesce(new_assignee.name, event.value)
        when 'requester' then coalesce(new_assignee.name, event.value)
        else event.value
    end as value,
    case event.field
        when 'group' then coalesce(old_group.name, event.previous_value)
        when 'assignee' then coalesce(old_assignee.name, event.previous_value)
        else event.previous_value
    end as previous_value,
    case when event.kind = 'macro' then coalesce(event.macro_title, macro.title, event.macro_id) end as macro,
    coalesce(event.rule_id, event.author_id, event.actor_id) as actor_id,
    coalesce(event.rule_name, author.name, actor.name) as actor_name,
    coalesce(event.author_role, event.actor_role) as actor_role
from event
semi join (select ticket_id from scoped where told) using (ticket_id)
left join user_group as new_group on event.field = 'group' and new_group.group_id = event.value
left join user_group as old_group on event.field = 'group' and old_group.group_id = event.previous_value
left join user_account as new_assignee on event.field in ('assignee', 'requester') and new_assignee.user_id = event.value
left join user_account as old_assignee on event.field = 'assignee' and old_assignee.user_id = event.previous_value
left join macro on macro.macro_id = event.macro_id
left join user_account as actor on actor.user_id = event.actor_id
left join user_account as author on author.user_id = event.author_id
where event.kind <> 'other'
order by event.ticket_id, event.position
