-- every_signal: one row per event on which a signal of the pack holds or may hold; null is "cannot tell".
create or replace temp table every_signal as
with
contact as (         -- what the texts of an event say, as lists
    select
        ticket_id,
        event_id,
        list(distinct type) filter (where tier = 'certain' and list_contains({{ contact_types }}, type)) as contacts,
        list(distinct type) filter (where tier = 'review' and list_contains({{ contact_types }}, type)) as weak_contacts,
        list(distinct type) filter (where tier = 'certain' and not list_contains({{ contact_types }}, type)) as phrases
    from contact_hit
    group by all
),
title as (           -- a macro's title of today, comparable
    select macro_id, list(distinct {{ normal_title('title') }}) as titles from macro where title is not null group by all
),
ender as (           -- the update that ends a conversation carries its turns
    select ticket_id, conversation_id, update_position, status_left, group_left, assignee_left
    from event
    where kind = 'conversation-end' and conversation_id is not null
    qualify row_number() over (partition by ticket_id, conversation_id order by position) = 1
),
read as (
    select
        event.*,
        ticket.requester_id,
        coalesce(contact.contacts, []) as contacts,
        coalesce(contact.weak_contacts, []) as weak_contacts,
        coalesce(contact.phrases, []) as phrases,
        kind in ('message', 'call') and (redacted or coalesce(unreadable, 'attachment-only') <> 'attachment-only') as no_words,
        {% for field in ('status', 'group', 'assignee') %}
        case when event.kind = 'message' and event.conversation_id is not null then ender.{{ field }}_left else event.{{ field }}_left end as {{ field }}_carried,
        {% endfor %}
        case when event.kind = 'message' and event.conversation_id is not null then ender.update_position else event.update_position end as carrier_update,
        case
            when event.kind = 'macro' then list_concat(coalesce(title.titles, []), [{{ normal_title("coalesce(event.macro_title, '')") }}])
            else []
        end as macro_titles,
        case
            when actor_kind <> 'person' then false
            when coalesce(list_contains({{ automation }}, actor_id), false) then false
            when kind = 'message' and author_id <> actor_id and author_role in ('requester', 'end-user', 'bot', 'rule', 'system') then false
            when actor_role is null then null
            when actor_role <> 'agent' then false
            when kind = 'message' and author_id <> actor_id and author_role is null then null
            else true
        end as by_agent
    from event
    join ticket using (ticket_id)
    left join contact on contact.ticket_id = event.ticket_id and contact.event_id = event.event_id
    left join ender on event.kind = 'message' and ender.ticket_id = event.ticket_id and ender.conversation_id = event.conversation_id
    left join title on event.kind = 'macro' and title.macro_id = event.macro_id
),
marked as (
    select
        ticket_id, event_id, position, moment, update_position, occurred_at, conversation_id, mirrored, foreign_time,
        status_carried, group_carried, assignee_carried, carrier_update,
        epoch_us(occurred_at) as clock_wall,
        case
            when redacted then 'redacted'
            when unreadable is not null then unreadable
            when kind in ('message', 'call') and actor_role is null then 'author-role-unknown'
            when len(weak_contacts) > 0 then 'weak-signal-only'
            else 'not-recorded'
        end as unknown_reason,
        {% for signal in signals %}
        {% if signal.origin %}
        -- {{ signal.origin }}
        {% endif %}
        {{ signal.expression }} as {{ signal.column }}{{ "," if not loop.last }}
        {% endfor %}
    from read
),
telling as (
    select * from marked
    where {% for signal in signals %}{{ signal.column }} is distinct from false{{ " or " if not loop.last }}{% endfor %}

)
select
    telling.*
    {% for clock in clocks %}
    , {{ clock }}_segment.open_before + least(clock_wall, {{ clock }}_segment.ends_at) - {{ clock }}_segment.starts_at as clock_{{ clock }}
    {% endfor %}
from telling
{% for clock in clocks %}
asof join (select * from schedule_segment where schedule = '{{ clock }}') as {{ clock }}_segment
    on telling.clock_wall >= {{ clock }}_segment.starts_at
{% endfor %}
