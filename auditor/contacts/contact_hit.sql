-- contact hit: what the messages of each event show; at most one row per event, type and tier.
create or replace table contact_hit (
    ticket_id   varchar not null,
    event_id    varchar not null,
    author_role varchar,             -- of the words' author; null: unknown
    type        varchar not null,    -- the detector's id
    tier        varchar not null,    -- certain | review
    evidence    varchar not null,    -- text | likeness | tag | field
    phrase      varchar not null,    -- the matched words as written (the tag, the field's value)
    span_start  integer not null,    -- characters of the original body
    span_end    integer not null,
    sentence    varchar not null
)
