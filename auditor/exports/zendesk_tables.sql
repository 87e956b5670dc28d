-- zendesk_tables: the words of Zendesk in those of the canonical tables, and what is held until every file is read.

create or replace temp macro zendesk_id(written) as   -- a pipeline may have written an id as a float
    nullif(nullif(case when ends_with(written, '.0') then rtrim(rtrim(written, '0'), '.') else trim(written) end, ''), 'null');

-- A cast to `timestamp` drops the offset, a cast to `timestamptz` takes a time without one as local: neither alone is right.
create or replace temp macro zendesk_time(written) as
    case
        when written is null then null
        when length(written) = 20 and ends_with(written, 'Z') then try_cast(written as timestamp)
        when regexp_full_match(written, '\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?Z?')
            then try_cast(rtrim(written, 'Z') as timestamp)
        when regexp_full_match(written, '\d{8,11}(\.\d+)?') then make_timestamp(try_cast(try_cast(written as decimal(38, 6)) * 1000000 as bigint))
        when regexp_full_match(written, '\d{12,14}(\.\d+)?') then make_timestamp(try_cast(try_cast(written as decimal(38, 6)) * 1000 as bigint))
        when regexp_full_match(written, '\d{15,17}') then make_timestamp(try_cast(written as bigint))
        else timezone('UTC', try_cast(
            case
                when regexp_matches(written, '[+-]\d\d:?\d\d$')
                    then regexp_replace(regexp_replace(trim(replace(written, '/', '-')), ' +([+-]\d\d):?(\d\d)$', '\1:\2'),
                        '([+-]\d\d)(\d\d)$', '\1:\2')
                else regexp_replace(trim(replace(written, '/', '-')), ' *(Z|UTC|GMT)?$', '') || 'Z'
            end as timestamptz
        ))
    end;

create or replace temp macro zendesk_status(written) as
    case lower(replace(replace(trim(written), '-', ''), '_', ''))
        when 'hold' then 'hold' when 'onhold' then 'hold' when 'on hold' then 'hold'
        when '0' then 'new' when '1' then 'open' when '2' then 'pending' when '3' then 'solved' when '4' then 'closed'
        when '5' then 'deleted' when '6' then 'hold'
        else lower(trim(written))
    end;

create or replace temp macro zendesk_field(written) as
    case written
        when 'group_id' then 'group' when 'assignee_id' then 'assignee' when 'requester_id' then 'requester'
        when 'submitter_id' then 'submitter' when 'current_tags' then 'tags'
        else written
    end;

-- A field's value as text: lists (tags) are space-separated, objects stay JSON, null is empty: the field was cleared.
create or replace temp macro zendesk_text(written) as
    case json_type(written)
        when 'ARRAY' then array_to_string(from_json(written, '["VARCHAR"]'), ' ')
        when 'NULL' then null
        else written ->> '$'
    end;

create or replace temp macro zendesk_ids(written) as
    case json_type(written)
        when 'ARRAY' then list_filter(list_transform(from_json(written, '["VARCHAR"]'), lambda id: zendesk_id(id)), lambda id: id is not null)
        when 'VARCHAR' then list_filter([zendesk_id(written ->> '$')], lambda id: id is not null)
        when 'UBIGINT' then [zendesk_id(written ->> '$')]
        when 'BIGINT' then [zendesk_id(written ->> '$')]
    end;

create or replace temp macro zendesk_boolean(written) as try_cast(nullif(trim(written), '') as boolean);

-- Only the tags go, the lines stay: making texts comparable is a later step.
create or replace temp macro zendesk_plain(html) as
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(html, '<(style|script)[^>]*>.*?</(style|script)>|<!--.*?-->', '', 'gis'),
            '<(br|/p|/div|/li|/tr|/h[1-6]|/blockquote)[^>]*>', chr(10), 'gi'),
        '<[^>]*>', '', 'g'), chr(10) || ' ');

-- Zendesk writes this block character over every letter that was taken out.
create or replace temp macro zendesk_blacked_out(body) as coalesce(contains(body, '▇▇') or contains(body, '██'), false);

create or replace temp macro zendesk_channel_name(written) as
    replace(replace(lower(zendesk_id(written)), ' ', '_'), '-', '_');

create or replace temp table zendesk_channel (name varchar, channel varchar, actor_kind varchar, direction varchar);
insert into zendesk_channel values
    ('0', 'web', null, null), ('web_form', 'web', null, null), ('web', 'web', null, null), ('17', 'web', null, null),
    ('dropbox', 'web', null, null), ('feedback_tab', 'web', null, null), ('20', 'web', null, null), ('batch', 'web', null, null),
    ('27', 'web', null, null), ('closed_ticket', 'web', null, null), ('24', 'web', null, null), ('topic', 'web', null, null),
    ('forum', 'web', null, null), ('15', 'web', null, null), ('iphone', 'web', null, null), ('42', 'web', null, null),
    ('lotus', 'web', null, null), ('48', 'web', null, null), ('web_widget', 'web', null, null), ('widget', 'web', null, null),
    ('49', 'web', null, null), ('mobile_sdk', 'web', null, null), ('50', 'web', null, null), ('helpcenter', 'web', null, null),
    ('help_center', 'web', null, null), ('help_center_post', 'web', null, null), ('56', 'web', null, null),
    ('mobile', 'web', null, null), ('32', 'web', null, null), ('macro_reference', 'web', null, null),
    ('51', 'web', null, null), ('sample_ticket', 'web', null, null), ('52', 'web', null, null),
    ('sample_interactive_ticket', 'web', null, null), ('chat_offline_message', 'web', null, null),
    ('4', 'email', null, null), ('mail', 'email', null, null), ('email', 'email', null, null), ('76', 'email', null, null),
    ('mailgun', 'email', null, null), ('60', 'email', null, null), ('connect_mail', 'email', null, null),
    ('21', 'email', null, null), ('recovered_from_suspended', 'email', null, null),
    ('recovered_from_suspended_tickets', 'email', null, null), ('recover_from_suspended_ticket', 'email', null, null),
    ('29', 'chat', null, null), ('chat', 'chat', null, null), ('chat_transcript', 'chat', null, null),
    ('messaging', 'chat', null, null), ('72', 'chat', null, null), ('line', 'chat', null, null), ('73', 'chat', null, null),
    ('wechat', 'chat', null, null), ('74', 'chat', null, null), ('whatsapp', 'chat', null, null),
    ('75', 'chat', null, null), ('native_messaging', 'chat', null, null),
    ('sunshine_conversations_facebook_messenger', 'chat', null, null), ('telegram', 'chat', null, null),
    ('viber', 'chat', null, null), ('google_rcs', 'chat', null, null), ('apple_business_chat', 'chat', null, null),
    ('google_business_messages', 'chat', null, null), ('kakaotalk', 'chat', null, null), ('instagram_dm', 'chat', null, null),
    ('sunshine_conversations_api', 'chat', null, null), ('sunshine_conversations_twitter_dm', 'chat', null, null),
    ('business_messaging_slack_connect', 'chat', null, null),
    ('34', 'call', null, 'inbound'), ('phone_call_inbound', 'call', null, 'inbound'), ('45', 'call', null, 'inbound'),
    ('phone_call_(incoming)', 'call', null, 'inbound'), ('api_phone_call_inbound', 'call', null, 'inbound'),
    ('35', 'call', null, 'outbound'), ('phone_call_outbound', 'call', null, 'outbound'), ('46', 'call', null, 'outbound'),
    ('phone_call_(outbound)', 'call', null, 'outbound'), ('api_phone_call_outbound', 'call', null, 'outbound'),
    ('voice', 'call', null, null), ('phone', 'call', null, null), ('call', 'call', null, null), ('talk', 'call', null, null),
    ('33', 'voicemail', null, 'inbound'), ('voicemail', 'voicemail', null, 'inbound'),
    ('44', 'voicemail', null, 'inbound'), ('api_voicemail', 'voicemail', null, 'inbound'),
    ('5', 'api', null, null), ('web_service', 'api', null, null), ('api', 'api', null, null), ('14', 'api', null, null),
    ('web_service_(api)', 'api', null, null), ('resource_push', 'api', null, null), ('36', 'api', null, null),
    ('blog', 'api', null, null), ('40', 'api', null, null), ('github', 'api', null, null),
    ('8', 'rule', 'rule', null), ('rule', 'rule', 'rule', null), ('62', 'rule', 'rule', null), ('rule_revision', 'rule', 'rule', null),
    ('trigger', 'rule', 'rule', null), ('automation', 'rule', 'rule', null),
    ('19', 'merge', null, null), ('merge', 'merge', null, null),
    ('9', 'linked-problem', null, null), ('linked_problem', 'linked-problem', null, null),
    ('39', 'import', null, null), ('import', 'import', null, null),
    ('31', 'sharing', null, null), ('ticket_sharing', 'sharing', null, null),
    ('37', 'sms', null, null), ('text_message', 'sms', null, null), ('57', 'sms', null, null), ('sms', 'sms', null, null),
    ('61', 'sms', null, null), ('connect_sms', 'sms', null, null), ('messagebird_sms', 'sms', null, null),
    ('twilio_sms', 'sms', null, null),
    ('30', 'social', null, null), ('twitter', 'social', null, null), ('x', 'social', null, null), ('26', 'social', null, null),
    ('twitter_dm', 'social', null, null), ('23', 'social', null, null), ('twitter_favorite', 'social', null, null),
    ('38', 'social', null, null), ('facebook_post', 'social', null, null), ('facebook', 'social', null, null),
    ('41', 'social', null, null), ('facebook_message', 'social', null, null), ('16', 'social', null, null),
    ('get_satisfaction', 'social', null, null), ('55', 'social', null, null), ('any_channel', 'social', null, null),
    -- An admin removed a group or a person; the desk moved the tickets by itself.
    ('10', 'other', 'system', null), ('group_deletion', 'other', 'system', null), ('11', 'other', 'system', null),
    ('user_change', 'other', 'system', null), ('12', 'other', 'system', null), ('user_deletion', 'other', 'system', null),
    ('13', 'other', 'system', null), ('group_change', 'other', 'system', null), ('25', 'other', 'system', null),
    ('user_merge', 'other', 'system', null), ('43', 'other', 'system', null), ('monitor_event', 'other', 'system', null),
    ('53', 'other', 'system', null), ('admin_setting', 'other', 'system', null), ('54', 'other', 'system', null),
    ('satisfaction_prediction', 'other', 'system', null), ('58', 'other', 'system', null), ('ticket_tagging', 'other', 'system', null),
    ('omnichannel', 'other', 'system', null), ('omnichannel_routing', 'other', 'system', null),
    ('22', 'other', 'bot', null), ('automatic_solution_suggestions', 'other', 'bot', null), ('63', 'other', 'bot', null),
    ('64', 'other', 'bot', null), ('65', 'other', 'bot', null), ('66', 'other', 'bot', null), ('67', 'other', 'bot', null),
    ('answer_bot', 'other', 'bot', null), ('answer_bot_api', 'other', 'bot', null), ('answer_bot_for_agents', 'other', 'bot', null),
    ('answer_bot_for_slack', 'other', 'bot', null), ('answer_bot_for_sdk', 'other', 'bot', null),
    ('answer_bot_for_web_widget', 'other', 'bot', null);

create or replace temp table zendesk_seen (audit_id varchar, content ubigint, ticket_id varchar);   -- audits taken so far
create or replace temp table zendesk_taken (                                           -- what the capabilities are told from
    with_via bigint, with_author bigint, end_time timestamp
);

create or replace temp table zendesk_conversation (                                    -- chats and calls, told at the end
    ticket_id varchar, audit_id varchar, audit_number hugeint, occurred_at timestamp, actor_id varchar, event_id varchar,
    position integer, source_type varchar, content json, body varchar, public boolean, redacted boolean,
    channel varchar, direction varchar, source_file varchar, source_line bigint
);

create or replace temp table zendesk_merge (                                           -- what an update says of a merge
    ticket_id varchar, audit_id varchar, audit_number hugeint, occurred_at timestamp, actor_id varchar, position integer,
    from_ids varchar[], to_id varchar, words varchar, closes boolean, source_file varchar, source_line bigint
);

create or replace temp table zendesk_follow_up (ticket_id varchar, follow_up_of varchar);
create or replace temp table zendesk_chat_redaction (ticket_id varchar, comment_id varchar, chat_id varchar, chat_index bigint);

create or replace temp table zendesk_snapshot (      -- rows of tickets, users, groups, macros and custom statuses
    file varchar, line bigint, ordinal bigint, role varchar, problem varchar, id varchar, version timestamp, content ubigint,
    subject varchar, requester_id varchar, submitter_id varchar, assignee_id varchar, group_id varchar, status varchar,
    channel varchar, created_at timestamp, tags varchar[], merged_into varchar, follow_up_of varchar,
    name varchar, user_role varchar, active boolean, note_text varchar, category varchar
);

create or replace temp table zendesk_transcript (ticket_id varchar, event_id varchar);   -- comments by way of chat_transcript
