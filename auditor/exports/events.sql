-- events: a flat table of events, and the tables beside it, as canonical rows. docs/events-format.md says what it may hold.

-- judged_*: every row read, with what is wrong with it, and whether its id was read before
create temp table judged_event as
with
told as (
    select
        raw_events.* replace (
            as_text(field) as field, as_text(value) as value, as_text(previous_value) as previous_value,
            as_id(nullif(trim(conversation_id), '')) as conversation_id, as_text(actor_name) as actor_name,
            replace(replace(lower(trim(kind)), '_', '-'), ' ', '-') as kind,
            replace(replace(lower(trim(actor_role)), '_', '-'), ' ', '-') as actor_role,
            replace(replace(lower(as_text(channel)), '_', '-'), ' ', '-') as channel
        ),
        coalesce(as_id(as_text(event_id)), 'row-' || digest) as id
    from raw_events
),
checked as (
    select
        told.*,
        concat_ws(
            '; ',
            as_id_problem(ticket_id, 'ticket_id'),
            as_instant_problem(occurred_at, 'occurred_at'),
            case when coalesce(kind, '') = '' then 'kind is empty' end,
            case when as_text(event_id) is not null then as_id_problem(event_id, 'event_id') end,
            case when as_text(actor_id) is not null then as_id_problem(actor_id, 'actor_id') end,
            case when kind in ('set', 'create', 'created', 'change', 'changed', 'update') and field is null
                then 'field is empty' end,
            as_flag_problem(public, 'public'),
            as_flag_problem(redacted, 'redacted'),
            as_flag_problem(foreign_time, 'foreign_time'),
            case when as_text(position) is not null and try_cast(as_id(position) as integer) is null
                then 'position "' || left(position, 40) || '" is no whole number' end,
            case when as_text(turn) is not null and try_cast(as_id(turn) as integer) is null
                then 'turn "' || left(turn, 40) || '" is no whole number' end
        ) as problem
    from told
),
seen as (
    select
        *,
        row_number() over (partition by problem = '', id order by file, line) as nth,
        first_value(digest) over (partition by problem = '', id order by file, line) as first_digest,
        first_value(file || ':' || line) over (partition by problem = '', id order by file, line) as first_seen
    from checked
)
select
    * exclude (nth, first_digest, first_seen, problem),
    case when problem <> '' then 'quarantined' when nth = 1 then 'used' when digest = first_digest then 'duplicate'
        else 'quarantined' end as fate,
    case when problem <> '' then problem
        when nth > 1 and digest <> first_digest
            then 'event_id ' || id || ' stands with other content at ' || first_seen end as reason
from seen;

drop table raw_events;                     -- the bodies stand in judged_event now

create temp table canonical_kind as
select * from (values
    ('message', 'message', null), ('comment', 'message', null),
    ('reply', 'message', true), ('public-reply', 'message', true), ('public-comment', 'message', true),
    ('note', 'message', false), ('private-note', 'message', false), ('internal-note', 'message', false),
    ('call', 'call', null), ('publish', 'publish', null), ('conceal', 'conceal', null), ('redaction', 'redaction', null),
    ('set', 'set', null), ('create', 'set', null), ('created', 'set', null),
    ('change', 'change', null), ('changed', 'change', null), ('update', 'change', null),
    ('macro', 'macro', null), ('macro-applied', 'macro', null), ('notification', 'notification', null),
    ('conversation-start', 'conversation-start', null), ('conversation-started', 'conversation-start', null),
    ('conversation-end', 'conversation-end', null), ('conversation-ended', 'conversation-end', null),
    ('merge', 'merge', null)
) kinds (said, kind, public);

create temp table plain_event as          -- each used row in the canonical words
select
    judged_event.file, judged_event.line,
    as_id(ticket_id) as ticket_id, id as event_id, as_instant(occurred_at) as occurred_at,
    coalesce(canonical_kind.kind, 'other') as kind,
    judged_event.kind as source_type,
    case
        when actor_role in ('rule', 'automation', 'trigger', 'workflow') then 'rule'
        when actor_role in ('bot', 'system') then actor_role
        else 'person'
    end as actor_kind,
    case
        when actor_role in ('agent', 'staff', 'internal') then 'agent'
        when actor_role = 'admin' then 'admin'
        when actor_role in ('end-user', 'enduser', 'customer', 'requester', 'user') then 'end-user'
    end as person_role,
    actor_role = 'requester' as asks,
    coalesce(as_id(as_text(actor_id)), actor_name) as actor_id, actor_name,
    as_id(as_text(author_id)) as author_id,
    case
        when channel in (
            'web', 'email', 'chat', 'call', 'voicemail', 'api', 'rule', 'merge', 'linked-problem', 'import', 'sharing', 'sms',
            'social', 'other'
        ) then channel
        when channel in ('mail', 'e-mail') then 'email'
        when channel in ('phone', 'telephone', 'voice') then 'call'
        when channel is not null then 'other'
        when conversation_id is not null then 'chat'
        when canonical_kind.public is false then 'web'  -- a row that calls itself a note is none that came by mail
        else 'other'
    end as channel,
    case when lower(direction) in ('in', 'inbound', 'incoming') then 'inbound'
        when lower(direction) in ('out', 'outbound', 'outgoing') then 'outbound' end as direction,
    conversation_id,
    coalesce(as_flag(judged_event.public), canonical_kind.public,
        case when canonical_kind.kind = 'message' and conversation_id is not null then true end) as public,
    nullif(body, '') as body,
    coalesce(as_flag(redacted), false) as redacted,
    as_text(unreadable) as unreadable,
    as_id(as_text(comment_id)) as comment_id,
    case lower(field)
        when 'group_id' then 'group' when 'team' then 'group' when 'queue' then 'group' when 'group' then 'group'
        when 'assignee_id' then 'assignee' when 'owner' then 'assignee' when 'assignee' then 'assignee'
        when 'requester_id' then 'requester' when 'requester' then 'requester'
        when 'state' then 'status' when 'status' then 'status'
        else field
    end as field,
    as_id(judged_event.value) as value, as_id(judged_event.previous_value) as previous_value,
    as_id(as_text(macro_id)) as macro_id, as_text(macro_title) as macro_title,
    as_list(as_text(recipients)) as recipients,
    coalesce(as_id(as_text(rule_id)), as_id(as_text(actor_id))) as rule_id,
    coalesce(as_text(rule_name), actor_name) as rule_name,
    coalesce(as_flag(foreign_time), false) as foreign_time,
    as_id(as_text(update_id)) as update_id,
    try_cast(as_id(position) as integer) as position,
    try_cast(as_id(turn) as integer) as turn,
    line::hugeint as place
from judged_event left join canonical_kind on canonical_kind.said = judged_event.kind
where fate = 'used';
