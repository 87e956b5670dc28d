-- events: the one table that is audited, in the order ticket_id, position; nothing after the as-of time is in it.

create temp table copied_from as          -- of each copied event: the moment of the ticket in which it happened
select copied.rowid as staged, copied.brought_in, origin.ticket_id as origin_id, origin.moment as origin_moment
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
    stands.status_before, here.group_before, stands.assignee_before,
    stands.status, here.group_id, stands.assignee_id,
    stands.status_left, here.group_left, stands.assignee_left,
    there.requester_id, copied_from.origin_id
from placed
join moment_state here using (ticket_id, moment)
join copied_from using (staged)
join moment_state there on there.ticket_id = copied_from.origin_id and there.moment = copied_from.origin_moment
join moment_state stands                  -- words that were brought in stand in the ticket that took them in
    on stands.ticket_id = case when brought_in then placed.ticket_id else copied_from.origin_id end
    and stands.moment = case when brought_in then placed.moment else copied_from.origin_moment end
where placed.mirrored;

create temp table acting as               -- who acted and whose words they are: still without the bodies
select state.*, event.kind, event.actor_kind, event.actor_id, event.author_id
from own_state state join staged_event event on event.rowid = state.staged
where not state.mirrored and event.occurred_at <= (select as_of from audited_until)
union all
select state.*, copied.kind, copied.actor_kind, copied.actor_id, copied.author_id
from own_state state join mirrored_event copied on copied.rowid = state.staged
where state.mirrored and copied.occurred_at <= (select as_of from audited_until);

create temp table in_role as
with
acted as (
    select
        acting.*,
        case
            when acting.actor_kind <> 'person' then acting.actor_kind
            when acting.actor_id = acting.requester_id then 'requester'
            when exceptional_person.person_id is not null then 'agent'
            else person_role.role
        end as actor_role
    from acting
    left join exceptional_person
        on exceptional_person.ticket_id = acting.origin_id and exceptional_person.person_id = acting.actor_id
    left join person_role on person_role.person_id = acting.actor_id
)

select
    acted.* exclude (kind, actor_kind, actor_id, author_id, requester_id, origin_id),
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
left join person_role on person_role.person_id = acted.author_id;

create table event as
with
told as (
    select event.* exclude (ticket_id, position), in_role.* exclude (staged)
    from in_role join staged_event event on event.rowid = in_role.staged
    where not in_role.mirrored
    union all by name
    select
        copied.* exclude (ticket_id, position, origin_id, origin_event_id, merge_event_id, brought_in)
        replace (nullif(copied.value, '?') as value),
        in_role.* exclude (staged)
    from in_role join mirrored_event copied on copied.rowid = in_role.staged
    where in_role.mirrored
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
from told
order by ticket_id, position;
