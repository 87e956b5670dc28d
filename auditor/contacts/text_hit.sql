-- text hit: what each text shows, by its digest; text read: the texts that were read, and for whose detectors.
create or replace temp table text_hit (
    digest         uuid     not null,
    type           varchar  not null,    -- the detector's id
    tier           varchar  not null,    -- certain | review
    evidence       varchar  not null,    -- text | likeness
    span_start     integer  not null,    -- characters of the original body
    span_end       integer  not null,
    sentence_start integer  not null,
    sentence_end   integer  not null,
    day_from       date,                 -- written on this day or later; null: whenever
    day_until      date                  -- written before this day; null: whenever
);
create or replace temp table text_read (
    digest   uuid     not null,
    customer boolean not null,
    desk     boolean not null
)
