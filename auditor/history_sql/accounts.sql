-- accounts: one row per user, group and macro, whatever order and how often the export told them.

create table user_account as
select
    user_id, name,
    case when role in ('agent', 'admin', 'end-user') then role end as role,
    coalesce(active, true) as active
from staged_user
qualify row_number() over (partition by user_id order by active desc nulls last, role nulls last, name nulls last) = 1;

create table user_group as
select distinct on (group_id) group_id, name
from staged_group
order by group_id, name nulls last;

create table macro as
select distinct on (macro_id) macro_id, title, note_text
from staged_macro
order by macro_id, title nulls last, note_text nulls last;
