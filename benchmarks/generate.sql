-- A synthetic desk in the `events` shape: ten events a ticket, one ticket in twenty a case.
-- Parameters: $tickets. Every value follows from the ticket's number, so that two runs are equal.
create or replace temp table generated as
with
ticket as (
    select
        i,
        (1000000 + i)::varchar as requester,
        (10 + i % 50)::varchar as agent,
        timestamp '2026-06-01' + to_seconds(i * 13000000 // $tickets) as created_at,
        case
            when i % 40 = 0 then 'If this is not paid by Friday I will sue you in small claims court. '
            when i % 41 = 0 then 'Please tell me where to serve a subpoena for the records of a user. '
            else ''
        end as opening
    from range($tickets) numbers(i)
),
step as (
    select ticket.*, k from ticket, range(10) steps(k)
)
select
    i::varchar as ticket_id,
    (i * 100 + k)::varchar as event_id,
    (i * 100 + case when k < 4 then 0 when k in (5, 6) then 4 else k end)::varchar as update_id,
    created_at + to_minutes(case when k < 4 then 0 when k in (5, 6) then 4 else k end * 37) as occurred_at,
    case when k in (0, 4, 7) then 'message' when k < 4 then 'set' when k = 6 then 'macro' else 'change' end as kind,
    case when k < 4 or k = 7 then requester else agent end as actor_id,
    case when k < 4 or k = 7 then 'end-user' else 'agent' end as actor_role,
    true as public,
    case
        when k = 0 then opening || repeat('I wrote about contract ' || i % 1000 || ' last week and would like to know when it is paid. ', 5)
        when k = 4 then repeat('Thank you for your patience, we have passed this on to the payments team. ', 5)
        when k = 7 then 'Thanks, that helps. '
    end as body,
    case k when 1 then 'status' when 2 then 'group' when 3 then 'assignee' when 5 then 'status' when 8 then 'group' when 9 then 'status' end as field,
    case k
        when 1 then 'new' when 2 then 'Support' when 3 then agent when 5 then 'open'
        when 8 then case when i % 41 = 0 or i % 40 = 0 then 'Executive Escalations' else 'Tier 2' end
        when 9 then 'solved'
    end as value,
    case when k = 6 then case when i % 40 = 0 then 'Problematic to PR' else 'Thank and pass on' end end as macro_title,
    'email' as channel
from step
