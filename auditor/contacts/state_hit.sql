-- state hit: a tag or a field's value that a detector takes as evidence, at the update that set it.
insert into contact_hit
with
listed as (
    select unnest($types) as type, unnest($tiers) as tier, unnest($evidences) as evidence,
           unnest($fields) as field, unnest($values) as value
),
changed as (
    select ticket_id, event_id, position, actor_role, field, unnest(string_split(coalesce(value, ''), ' ')) as value, previous_value
    from event
    where kind in ('set', 'change') and field = 'tags'
    union all
    select ticket_id, event_id, position, actor_role, field, value, previous_value
    from event
    where kind in ('set', 'change') and field <> 'tags'
),
found as (
    select changed.*, listed.type, listed.tier, listed.evidence
    from changed
    join listed on listed.field = changed.field and listed.value = lower(changed.value)
    where not list_contains(string_split(lower(coalesce(previous_value, '')), ' '), lower(changed.value))
)
select
    ticket_id, event_id, arg_min(actor_role, value), type, tier, arg_min(evidence, value), min(value), 0, 0, ''
from found
group by ticket_id, event_id, type, tier
order by ticket_id, min(position), type
