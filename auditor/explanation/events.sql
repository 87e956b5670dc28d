-- the events of the one ticket in their order, with names where they are known and the words that matched
with
hit as (
    select
        event_id,
        list({type: type, tier: tier, phrase: phrase, contact: list_contains($contact_types, type)}
            order by span_start, type, tier) as hits
    from contact_hit
    where ticket_id = $ticket_id
    group by event_id
)
select
    event.* exclude (ticket_id),
    case when event.redacted then null else event.body end as text,
    coalesce(event.rule_name, author.name, actor.name) as person,
    case event.field
        when 'group' then coalesce(new_group.name, event.value)
        when 'assignee' then coalesce(new_person.name, event.value)
        when 'requester' then coalesce(new_person.name, event.value)
        else event.value
    end as value_named,
    case event.field
        when 'group' then coalesce(old_group.name, event.previous_value)
        when 'assignee' then coalesce(old_person.name, event.previous_value)
        else event.previous_value
    end as previous_named,
    coalesce(held.name, event.group_id) as group_named,
    coalesce(holder.name, event.assignee_id) as assignee_named,
    case when event.kind = 'macro' then coalesce(event.macro_title, macro.title, event.macro_id) end as macro,
    coalesce(hit.hits, []) as hits
from event
left join hit using (event_id)
left join user_group as new_group on event.field = 'group' and new_group.group_id = event.value
left join user_group as old_group on event.field = 'group' and old_group.group_id = event.previous_value
left join user_group as held on held.group_id = event.group_id
left join user_account as holder on holder.user_id = event.assignee_id
left join user_account as new_person on event.field in ('assignee', 'requester') and new_person.user_id = event.value
left join user_account as old_person on event.field = 'assignee' and old_person.user_id = event.previous_value
left join user_account as actor on actor.user_id = event.actor_id
left join user_account as author on author.user_id = event.author_id
left join macro on macro.macro_id = event.macro_id
where event.ticket_id = $ticket_id
order by event.position
