-- the audits so far: what each was, what it found, and its counts by week. No word of any ticket is kept.
create table history_format (version integer);
insert into history_format values (1);

create table audit (
    audit_id varchar primary key,
    as_of timestamp not null,
    since timestamp,
    until timestamp
);

create table finding (             -- one row per obligation instance and audit
    audit_id varchar not null,
    fingerprint varchar not null,
    ticket_id varchar not null,
    pack varchar not null,
    policy varchar not null,
    duty varchar not null,
    severity varchar not null,
    verdict varchar not null,
    reviewed varchar not null,
    triggered_at timestamp not null,
    primary key (audit_id, fingerprint)
);

create table week_counts (         -- cases by the week of their triggers
    audit_id varchar not null,
    week varchar not null,
    in_scope bigint not null,
    violated bigint not null,
    indeterminate bigint not null,
    pending bigint not null,
    complied bigint not null,
    primary key (audit_id, week)
);

create table policy_week (         -- instances of a policy by the week of their triggers
    audit_id varchar not null,
    week varchar not null,
    pack varchar not null,
    policy varchar not null,
    violated bigint not null,
    indeterminate bigint not null,
    pending bigint not null,
    complied bigint not null,
    primary key (audit_id, week, pack, policy)
);

create table agent_week (          -- what one person, rule or group answers for
    audit_id varchar not null,
    week varchar not null,
    kind varchar not null,
    id varchar not null,
    violated bigint not null,
    indeterminate bigint not null,
    pending bigint not null,
    complied bigint not null,
    primary key (audit_id, week, kind, id)
);
