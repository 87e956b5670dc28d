-- frame: what every shape may tell beside the canonical rows.

create table if not exists export_watermark (taken_at timestamp);              -- the newest instant the export itself proves

create table if not exists source_gap (ticket_id varchar, reason varchar);     -- tickets of which an update could not be read
