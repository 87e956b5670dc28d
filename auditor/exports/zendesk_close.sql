-- zendesk_close: what only the whole export can tell of an event.

update staged_event                       -- a message is judged as it was sent: before its first change of privacy it was the contrary
set public = not first_change.public
from (
    select ticket_id, comment_id, arg_min(public, (occurred_at, update_order, position)) as public
    from staged_event
    where kind in ('publish', 'conceal') and comment_id is not null
    group by ticket_id, comment_id
) first_change
where
    staged_event.kind = 'message' and staged_event.ticket_id = first_change.ticket_id
    and staged_event.comment_id = first_change.comment_id;

update staged_event
set redacted = true
where
    kind in ('message', 'call')
    and exists (
        select 1 from (select distinct ticket_id, comment_id from staged_event where kind = 'redaction') taken_out
        where taken_out.ticket_id = staged_event.ticket_id and taken_out.comment_id = staged_event.comment_id
    );

-- A transcript that is stored as a comment repeats the turns: they are counted once. A transcript names the speaker of
-- every turn ("Agent: …"), or came with the chat or with times and holds little else; a mail that quotes it does neither.
update staged_event
set kind = 'other', body = null, public = null, comment_id = null, author_id = null, redacted = false, unreadable = null
where kind = 'message' and conversation_id is null and (ticket_id, event_id) in (
    with
    turns as (
        select
            ticket_id, conversation_id, min(occurred_at) as started_at, count(*) as turns,
            list(regexp_replace(body, '\s+', ' ', 'g')) as words
        from staged_event
        where kind = 'message' and conversation_id is not null and length(body) > 1
        group by ticket_id, conversation_id
    ),
    comment as (
        select
            staged_event.ticket_id, staged_event.event_id, staged_event.channel, turns.turns,
            regexp_replace(staged_event.body, '\s+', ' ', 'g') as body, turns.words
        from staged_event join turns
            on turns.ticket_id = staged_event.ticket_id and staged_event.occurred_at >= turns.started_at - interval 1 day
        where staged_event.kind = 'message' and staged_event.conversation_id is null and staged_event.body is not null
            and staged_event.channel <> 'merge'
    )
    select ticket_id, event_id
    from comment
    where
        (turns >= 2 and len(list_filter(words, lambda said: contains(body, ': ' || said))) >= 0.8 * turns)
        or (
            (channel in ('chat', 'call') or (turns >= 2 and regexp_matches(body, '\d{1,2}:\d{2}')))
            and len(list_filter(words, lambda said: contains(body, said))) >= 0.8 * turns
            and list_sum(list_transform(words, lambda said: length(said))) >= 0.5 * length(body)
        )
);

update staged_event
set kind = 'other', body = null, public = null, comment_id = null, author_id = null, redacted = false, unreadable = null
where
    kind = 'message' and conversation_id is null
    and (ticket_id, event_id) in (select ticket_id, event_id from zendesk_transcript)
    and ticket_id in (select ticket_id from staged_event where kind = 'message' and conversation_id is not null);

-- A conversation may begin before the ticket that records it is written. The ticket begins with it then: what the
-- creation set held from the first word on.
update staged_event
set occurred_at = earlier.first_word, update_id = staged_event.update_id || '#created', update_order = staged_event.update_order - 1
from (
    select ticket_id, min(occurred_at) as first_word
    from staged_event
    where conversation_id is not null
    group by ticket_id
) earlier, (
    select ticket_id, min(occurred_at) as created_at from staged_event where kind = 'set' group by ticket_id
) creation
where
    staged_event.ticket_id = earlier.ticket_id and creation.ticket_id = earlier.ticket_id
    and earlier.first_word < creation.created_at
    and staged_event.kind = 'set' and staged_event.occurred_at = creation.created_at;

-- Which of two merged tickets is which: the address of the merge says it, else its words, else who was closed by it.
create or replace temp table zendesk_merged as
with
read as (
    select
        *,
        regexp_extract(words, '(?i)\binto\s+(?:this\s+)?(?:request|ticket|case)?\s*#?\s*(\d+)', 1) as into_id,
        list_filter(regexp_extract_all(regexp_replace(regexp_extract(words, '^[^\n]*'), '"[^"]*"', '', 'g'), '#(\d+)', 1), lambda id: id <> ticket_id) as numbers,
        list_filter(from_ids, lambda id: id <> ticket_id) as other_from_ids
    from zendesk_merge
),
directed as (
    select
        *,
        case
            when to_id <> ticket_id then to_id
            when into_id <> '' and into_id <> ticket_id then into_id
            when closes and len(other_from_ids) <= 1 then coalesce(other_from_ids[1], numbers[1])
        end as target_id
    from read
)

select distinct on (source_id, target_id) * from (
    select
        ticket_id as source_id, target_id, audit_id || ':merge' as event_id, audit_id as update_id, audit_number, position + 1 as position,
        occurred_at, actor_id, source_file, source_line, 1 as rank
    from directed
    where target_id is not null
    union all
    select
        unnest(case when len(other_from_ids) > 0 then other_from_ids else numbers end), ticket_id,
        audit_id || ':merge:' || unnest(case when len(other_from_ids) > 0 then other_from_ids else numbers end),
        audit_id, audit_number, position + 1, occurred_at, actor_id, source_file, source_line, 2
    from directed
    where target_id is null
)
order by source_id, target_id, rank, occurred_at, audit_number;

insert into staged_event by name
select
    source_id as ticket_id, event_id, update_id, audit_number as update_order, 0 as turn, 0 as phase, position, occurred_at,
    'merge' as kind, 'Merge' as source_type, actor_id,
    case when actor_id = '-1' then 'system' else 'person' end as actor_kind,
    'merge' as channel, target_id as value, false as redacted, false as foreign_time, source_file, source_line
from zendesk_merged
where source_id in (select ticket_id from staged_event);

update staged_ticket set merged_into = merged.target_id
from (select source_id, arg_max(target_id, occurred_at) as target_id from zendesk_merged group by source_id) merged
where staged_ticket.ticket_id = merged.source_id and staged_ticket.merged_into is null;

-- An event id names one event, in every later export too: of two with the same id the older update keeps it.
create or replace temp table zendesk_repeated as
select
    staged_event.rowid as staged, event_id, update_id, position,
    row_number() over (partition by event_id order by update_order, update_id, position) as occurrence,
    row_number() over (partition by ticket_id, event_id, update_id, kind, field, value, body order by position) as same
from staged_event
where hash(event_id) in (select hash(event_id) from staged_event group by hash(event_id) having count(*) > 1);

update staged_event
set event_id = repeated.update_id || ':' || repeated.event_id || case when taken > 1 then '.' || repeated.position else '' end
from (
    select *, count(*) over (partition by event_id, update_id) as taken from zendesk_repeated where same = 1
) repeated
where staged_event.rowid = repeated.staged and repeated.occurrence > 1;

delete from staged_event where rowid in (select staged from zendesk_repeated where same > 1);

insert into export_watermark
select max(told) from (
    select max(occurred_at) as told from staged_event
    union all
    select max(version) from zendesk_snapshot where role = 'tickets'
    union all
    select max(end_time) from zendesk_taken
);
