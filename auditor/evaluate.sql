-- The tables that evaluation fills: openings of schedules, and one row per obligation instance.
create or replace temp table schedule_segment (
    schedule    varchar not null,
    starts_at   bigint  not null,     -- microseconds of UTC since 1970
    ends_at     bigint  not null,
    open_before bigint  not null      -- open microseconds of this schedule before this opening
);

create or replace temp table verdict_row (
    pack              varchar not null,
    policy            varchar not null,
    duty              varchar not null,
    ticket_id         varchar not null,
    opening_event_id  varchar,
    opening_position  bigint  not null,
    trigger_event_id  varchar,
    trigger_position  bigint  not null,
    trigger_at        timestamp not null,
    verdict           varchar not null,
    final             boolean not null,
    repaired          boolean not null,
    reason            varchar,
    witness           bigint[] not null,   -- positions of the events that met or broke it
    act_position      bigint,              -- who did this answers for it
    end_position      bigint,              -- else: who held the ticket before this
    due_at            timestamp,
    elapsed           bigint,              -- microseconds on the duty's clock
    allowed           bigint,
    clock             varchar
);
