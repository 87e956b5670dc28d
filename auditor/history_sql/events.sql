-- events: the one table that is audited, in the order ticket_id, position; nothing after the as-of time is in it.

create temp table copied_from as          -- of each copied event: the moment of the ticket in which it happened
select copied.rowid as staged, origin.ticket_id as origin_id, origin.moment as origin_moment
from mirrored_event copied
join staged_event event
    on event.ticket_id = copied.origin_id and event.event_id = coalesce(copied.origin_event_id, copied.merge_event_id)
join placed origin on origin.staged = event.rowid and not origin.mirrored;

create temp table own_state as            -- groups follow the contact; a copied event keeps the rest of its own ticket
select
    placed.staged, placed.mirrored, placed.ticket_id, placed.position, placed.moment, placed.update_position,
    here.status_before, here.group_before, here.assignee_before,
    here.status, here.group_id, here.assignee_id,
    here.status_left, here.group_left, here.assignee_left,
    here.requester_id, placed.ticket_id as origin_id
from placed join moment_state here using (ticket_id, moment)
where not placed.mirrored
union all
select
    placed.staged, placed.mirrored, placed.ticket_id, placed.position, placed.moment, placed.update_position,
    there.status_before, here.group_before, there.assignee_before,
    there.status, here.group_id, there.assignee_id,
    there.status_left, here.group_left, there.assignee_left,
    there.requester_id, copied_from.origin_id
from placed
join moment_state here using (ticket_id, moment)
join copied_from using (staged)
join moment_state there on there.ticket_id = copied_from.origin_id and there.moment = copied_from.origin_moment
where placed.mirrored;

create temp table told as
select staged.* exclude (ticket_id, position, source_file, source_line, update_order, turn), state.* exclude (staged)
from own_state state join staged_event staged on staged.rowid = state.staged
where not state.mirrored and staged.occurred_at <= (select as_of from audited_until);

insert into told
select
    copied.* exclude (
        ticket_id, position, source_file, source_line, update_order, turn, origin_id, origin_event_id, merge_event_id
    ) replace (nullif(copied.value, '?') as value),
    state.* exclude (staged)
from own_state state join mirrored_event copied on copied.rowid = state.staged
where state.mirrored and copied.occurred_at <= (select as_of from audited_until);

create table event as
with
acted as (
    select
        told.*,
        case
            when told.actor_kind <> 'person' then told.actor_kind
            when told.actor_id = told.requester_id then 'requester'
            when exceptional_person.person_id is not null then 'agent'
            else person_role.role
        end as actor_role
    from told
    left join exceptional_person
        on exceptional_person.ticket_id = told.origin_id and exceptional_person.person_id = told.actor_id
    left join person_role on person_role.person_id = told.actor_id
),
written as (
    select
        acted.*,
        case
            when acted.kind <> 'message' then null
            when acted.author_id is null or acted.author_id = acted.actor_id then acted.actor_role
            when acted.author_id = acted.requester_id then 'requester'
            when exceptional_person.person_id is not null then 'agent'
            when person_role.role is not null then person_role.role
            when acted.actor_kind <> 'person' then acted.actor_kind
        end as author_role
    from acted
    left join exceptional_person
        on exceptional_person.ticket_id = acted.origin_id and exceptional_person.person_id = acted.author_id
    left join person_role on person_role.person_id = acted.author_id
)

select
    ticket_id, event_id, update_id, source_type, kind, channel, direction, conversation_id, public, body, redacted,
    unreadable, comment_id, field, value, previous_value, macro_id, macro_title, recipients, foreign_time,
    actor_id, actor_kind, rule_id, rule_name, author_id,
    occurred_at, position, moment, update_position, actor_role, author_role,
    status_before, group_before, assignee_before,
    status, group_id, assignee_id,
    status_left, group_left, assignee_left,
    mirrored
from written
order by ticket_id, position;
