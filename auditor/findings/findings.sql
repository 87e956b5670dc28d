-- finding: one row per obligation instance, whole: evidence, clauses, who answers for it.
create or replace temp table finding as
with
scope as (select distinct ticket_id from verdict_row),
act as (             -- every event of the tickets in scope, and whether a person inside made it
    select
        event.ticket_id,
        event.position,
        event.update_position,
        event.event_id,
        event.occurred_at,
        event.kind,
        event.actor_id,
        event.actor_kind,
        event.actor_role,
        event.rule_id,
        event.rule_name,
        nullif(event.assignee_id, '') as assignee_id,
        nullif(event.group_id, '') as group_id,
        nullif(event.assignee_before, '') as assignee_before,
        nullif(event.group_before, '') as group_before
    from event
    semi join scope using (ticket_id)
),
last_act as (        -- the last event that counts for who held the ticket
    select
        verdict_row.pack,
        verdict_row.policy,
        verdict_row.duty,
        verdict_row.ticket_id,
        verdict_row.trigger_position,
        max(act.position) as position
    from verdict_row
    join act
        on act.ticket_id = verdict_row.ticket_id
        and (
            due_at is null
            or occurred_at <= due_at
            or verdict = 'pending'
            or (verdict = 'complied' and act_position is null)
        )
    group by all
),
bounded as (
    select
        verdict_row.pack,
        verdict_row.policy,
        verdict_row.duty,
        verdict_row.ticket_id,
        verdict_row.trigger_position,
        verdict_row.opening_position,
        coalesce(end_position, last_act.position, opening_position) as bound,
        end_position is not null as before_it
    from verdict_row
    left join last_act using (pack, policy, duty, ticket_id, trigger_position)
),
holder as (          -- reading 9: the assignee; else the last person who touched it; else the group
    select
        bounded.pack,
        bounded.policy,
        bounded.duty,
        bounded.ticket_id,
        bounded.trigger_position,
        case when before_it then at_bound.assignee_before else at_bound.assignee_id end as assignee_id,
        case when before_it then at_bound.group_before else at_bound.group_id end as group_id,
        arg_max(touch.actor_id, touch.position) as toucher_id
    from bounded
    left join act as at_bound on at_bound.ticket_id = bounded.ticket_id and at_bound.position = bound
    left join automation on automation.pack = bounded.pack
    left join act as touch
        on touch.ticket_id = bounded.ticket_id
        and touch.position > bounded.opening_position
        and (touch.position < bound or (touch.position = bound and not before_it))
        and touch.actor_kind = 'person'
        and touch.actor_role = 'agent'
        and not coalesce(list_contains(automation.users, touch.actor_id), false)
    group by all
),
answerable as (
    select
        verdict_row.*,
        acted.event_id is not null and coalesce(acted.actor_role, '') not in ('requester', 'end-user') as by_act,
        acted.actor_kind as act_actor_kind,
        acted.kind as act_kind,
        acted.actor_id as act_actor_id,
        acted.rule_id,
        acted.rule_name,
        coalesce(list_contains(automation.users, acted.actor_id), false) as by_automation,
        case when not coalesce(list_contains(automation.users, holder.assignee_id), false) then holder.assignee_id end as assignee_id,
        holder.toucher_id,
        holder.group_id
    from verdict_row
    join holder using (pack, policy, duty, ticket_id, trigger_position)
    left join automation on automation.pack = verdict_row.pack
    left join act as acted on acted.ticket_id = verdict_row.ticket_id and acted.position = verdict_row.act_position
),
responsible as (
    select
        *,
        case
            when by_act and (act_actor_kind <> 'person' or by_automation) then 'rule'
            when by_act and act_actor_id is not null then 'agent'
            when by_act then 'nobody'
            when coalesce(assignee_id, toucher_id) is not null then 'agent'
            when group_id is not null then 'group'
            else 'nobody'
        end as responsible_kind,
        case responsible_kind
            when 'rule' then rule_id
            when 'group' then group_id
            when 'agent' then case when by_act then act_actor_id else coalesce(assignee_id, toucher_id) end
        end as responsible_id,
        case
            when by_act and responsible_kind = 'nobody' then 'the export does not say who acted'
            when by_act then case act_kind
                when 'message' then 'wrote the message'
                when 'notification' then 'sent the notification'
                when 'change' then 'made the change'
                when 'set' then 'set it at the ticket''s creation'
                when 'macro' then 'applied the macro'
                when 'publish' then 'made the note public'
                when 'call' then 'made the call'
                when 'conversation-end' then 'ended the conversation'
                else 'acted'
            end
            when verdict = 'pending' or (verdict = 'complied') then
                case
                    when assignee_id is not null then 'holds the ticket'
                    when toucher_id is not null then 'was the last to touch the ticket'
                    when group_id is not null then 'the group that holds the ticket'
                    else 'nobody holds the ticket'
                end
            else
                case
                    when assignee_id is not null then 'held the ticket when the time was up'
                    when toucher_id is not null then 'was the last to touch the ticket before the time was up'
                    when group_id is not null then 'the group that held the ticket when the time was up'
                    else 'nobody held the ticket when the time was up'
                end
        end as responsible_why
    from answerable
),
said as (            -- the contacts on the opening event; for an act, those that came before or with it
    select
        responsible.pack,
        responsible.policy,
        responsible.duty,
        responsible.ticket_id,
        responsible.trigger_position,
        list_sort(list_distinct(list(contact_hit.type) filter (where contact_hit.event_id = responsible.opening_event_id))) as at_opening,
        list_sort(list_distinct(list(contact_hit.type) filter (where hit.update_position <= opening.update_position))) as until_opening
    from responsible
    join duty using (pack, policy, duty)
    left join act as opening on opening.ticket_id = responsible.ticket_id and opening.position = responsible.opening_position
    left join contact_hit
        on contact_hit.ticket_id = responsible.ticket_id and contact_hit.tier = 'certain' and list_contains(duty.contacts, contact_hit.type)
    left join act as hit on hit.ticket_id = contact_hit.ticket_id and hit.event_id = contact_hit.event_id
    group by all
),
matched as (         -- the first words on the trigger that made it one
    select
        responsible.pack,
        responsible.policy,
        responsible.duty,
        responsible.ticket_id,
        responsible.trigger_position,
        arg_min(contact_hit.phrase, (span_start, span_end, type)) as phrase,
        arg_min([span_start, span_end], (span_start, span_end, type)) as span
    from responsible
    join duty using (pack, policy, duty)
    join contact_hit
        on contact_hit.ticket_id = responsible.ticket_id
        and contact_hit.event_id = responsible.trigger_event_id
        and contact_hit.tier = 'certain'
        and list_contains(duty.contacts, contact_hit.type)
    group by all
),
witness as (
    select responsible.pack, responsible.policy, responsible.duty, responsible.ticket_id, responsible.trigger_position,
        list(act.event_id order by act.position) as event_ids
    from responsible
    join act on act.ticket_id = responsible.ticket_id and list_contains(responsible.witness, act.position)
    group by all
)
select
    substr(sha256(concat_ws('|', responsible.pack, responsible.policy, responsible.duty, responsible.ticket_id,
        coalesce(responsible.trigger_event_id, ''))), 1, 16) as fingerprint,
    responsible.ticket_id,
    responsible.pack,
    responsible.policy,
    responsible.duty,
    coalesce(case when len(said.at_opening) > 0 then said.at_opening else said.until_opening end, []) as contact_types,
    responsible.verdict,
    responsible.final,
    responsible.repaired,
    responsible.reason,
    responsible.trigger_event_id,
    responsible.trigger_at,
    matched.phrase,
    matched.span,
    coalesce(witness.event_ids, []) as witness,
    responsible.due_at,
    responsible.elapsed,
    responsible.allowed,
    responsible.clock,
    responsible.responsible_id,
    case responsible_kind
        when 'agent' then person.name
        when 'group' then team.name
        when 'rule' then coalesce(responsible.rule_name, case when by_automation then machine.name end)
    end as responsible_name,
    responsible.responsible_kind,
    responsible.responsible_why,
    responsible.group_id,
    held_by.name as group_name,
    responsible.trigger_position,
    duty.ordinal
from responsible
join duty using (pack, policy, duty)
left join said using (pack, policy, duty, ticket_id, trigger_position)
left join matched using (pack, policy, duty, ticket_id, trigger_position)
left join witness using (pack, policy, duty, ticket_id, trigger_position)
left join user_account as person on person.user_id = responsible.responsible_id
left join user_account as machine on machine.user_id = responsible.act_actor_id
left join user_group as team on team.group_id = responsible.responsible_id
left join user_group as held_by on held_by.group_id = responsible.group_id
order by try_cast(responsible.ticket_id as hugeint), responsible.ticket_id, trigger_position, duty.ordinal
