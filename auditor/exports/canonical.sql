-- The canonical tables: what every export is turned into, whatever system it came from.
-- A loader fills these `staged_*` tables; history turns them into `ticket` and `event`.
-- Every id is text (ids travel as numbers, numeric strings and UUIDs; a float would lose digits). Every time is UTC.

create table source_file (            -- what was read, for the manifest
    file       varchar not null,      -- the path relative to the folder that was given
    role       varchar not null,      -- what the loader took it for: ticket_audits, users, ...
    bytes      bigint  not null,
    sha256     varchar not null
);

create table source_row (             -- one per row read: used + duplicate + quarantined = read, always
    file       varchar not null,
    line       bigint  not null,      -- 1-based line of a line file, else 1-based ordinal of the row in the file
    role       varchar not null,
    fate       varchar not null,      -- used | duplicate | quarantined
    reason     varchar                -- of a quarantined row: what is wrong with it, in words
);

create table staged_ticket (
    ticket_id      varchar not null,
    subject        varchar,
    requester_id   varchar,
    submitter_id   varchar,
    assignee_id    varchar,           -- as the snapshot has it: never "who answered for it then"
    group_id       varchar,
    status         varchar,           -- new | open | pending | hold | solved | closed | deleted
    channel        varchar,
    created_at     timestamp,
    updated_at     timestamp,
    tags           varchar[],
    merged_into    varchar,           -- the ticket into which this one was merged away
    follow_up_of   varchar
);

create table staged_user (
    user_id  varchar not null,
    name     varchar,
    role     varchar,                 -- agent | admin | end-user; null: not said
    active   boolean                  -- false: deleted since
);

create table staged_group (group_id varchar not null, name varchar);

create table staged_macro (macro_id varchar not null, title varchar, note_text varchar);  -- note_text: the comment it writes

create table staged_event (
    ticket_id        varchar   not null,
    event_id         varchar   not null,   -- unique in the export and the same in every later export
    update_id        varchar   not null,   -- the atomic update (a Zendesk audit); a chat or call turn is an update of its own
    update_order     hugeint   not null,   -- orders updates of one instant: the update's numeric id (or the loader's running number)
    turn             integer   not null,   -- orders turns inside a transcript; 0 elsewhere
    phase            integer   not null,   -- 0: what was submitted; 1: what rules did upon it, in the same update
    position         integer   not null,   -- the place in the update's list of events
    occurred_at      timestamp not null,
    kind             varchar   not null,   -- message | call | publish | conceal | redaction | set | change | macro | notification
                                           -- | conversation-start | conversation-end | merge | other
    source_type      varchar,              -- the export's own name of it, for the count of unknown types
    actor_id         varchar,              -- who acted (a Zendesk audit's author); null: not recorded
    actor_kind       varchar   not null,   -- person | rule | bot | system
    rule_id          varchar,              -- of actor_kind rule: its id, else null
    rule_name        varchar,
    author_id        varchar,              -- of a message: whose words they are (may differ from the actor)
    channel          varchar   not null,   -- web | email | chat | call | voicemail | api | rule | merge | linked-problem | import
                                           -- | sharing | sms | social | other ; the event's own, else its update's
    direction        varchar,              -- of a call: inbound | outbound
    conversation_id  varchar,              -- of a chat or call with turns: which; null elsewhere ("written" contact)
    public           boolean,              -- of a message: as it was when it was sent
    body             varchar,              -- plain text as exported (html only where nothing else is there)
    redacted         boolean   not null,   -- words were taken out of it
    unreadable       varchar,              -- why the words are not here: no-transcript | no-body | attachment-only; null: they are
    comment_id       varchar,              -- of a message: its id; of publish, conceal, redaction: the message concerned
    field            varchar,              -- of set (at creation) and change: status | group | assignee | requester | tags | … or a custom field's id
    value            varchar,              -- status in the canonical words; ids as text; tags space-separated
    previous_value   varchar,
    macro_id         varchar,
    macro_title      varchar,
    recipients       varchar[],            -- of a notification: user ids; null: not recorded
    foreign_time     boolean   not null,   -- imported or shared from elsewhere: its time is not this desk's
    source_file      varchar   not null,
    source_line      bigint    not null
);
