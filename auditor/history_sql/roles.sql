-- roles: who in a ticket spoke for the desk. A role today is not the role then: people leave, and are made end users.

create temp table private_note as         -- private messages that an end user cannot have sent in
select
    ticket_id, coalesce(actor_id, author_id) as person_id,
    bool_or(channel in ('web', 'merge', 'linked-problem')) as surely
from staged_event
where
    kind = 'message' and public is false and actor_kind = 'person'
    and (actor_id is null or author_id is null or actor_id = author_id or channel = 'merge')
    -- a CC'd mail, a voicemail or a transcript may be stored as private, and is inbound all the same
    and channel in ('web', 'merge', 'linked-problem', 'api', 'other')
group by all;

create temp table did_internal_work as    -- per ticket: its assignees, and who wrote private notes in it
select ticket_id, value as person_id
from field_change
where field = 'assignee' and value <> ''
union
select ticket_id, previous_value
from field_change
where field = 'assignee' and previous_value <> ''
union
select ticket_id, assignee_id
from snapshot
where assignee_id <> ''
union
select private_note.ticket_id, private_note.person_id
from private_note
left join user_account on user_account.user_id = private_note.person_id
where
    private_note.person_id is not null
    -- where the channel does not tell an inbound mail from a note, a customer's account needs more than that
    and (
        surely or user_account.role is null or not user_account.active
        or private_note.person_id in (select person_id from internal_person)
    );

-- Without any account to look at, what a person did in one ticket tells who they are in all of them.
create temp table internal_without_accounts as
select distinct person_id
from (
    select person_id from internal_person
    union all
    select did_internal_work.person_id
    from did_internal_work left join start_value requester
        on requester.ticket_id = did_internal_work.ticket_id and requester.field = 'requester'
    where did_internal_work.person_id is distinct from requester.value
)
where not exists (select 1 from user_account where role is not null);

create temp table exceptional_person as   -- only those whom their account does not already make an agent: few
select did_internal_work.ticket_id, did_internal_work.person_id
from did_internal_work left join user_account on user_account.user_id = did_internal_work.person_id
where not coalesce(user_account.role in ('agent', 'admin') and user_account.active, false);

create temp table person_role as          -- what an account, or else the work in other tickets, says of a person
select
    user_id as person_id,
    case
        when role in ('agent', 'admin') and active then 'agent'
        when user_id in (select person_id from internal_without_accounts) then 'agent'
        when role = 'end-user' and active then 'end-user'
    end as role
from user_account
union all
select person_id, 'agent'
from internal_without_accounts
where person_id not in (select user_id from user_account);
