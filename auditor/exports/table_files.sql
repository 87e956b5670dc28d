-- What a cell of a table means, the same for every shape. Temporary: dropped with the connection.

create or replace temp macro as_text(cell) as nullif(trim(cell), '');

-- An id that travelled as a float keeps its digits below 2^53 ("500.0"); above that they are lost (see as_id_problem).
create or replace temp macro as_id(cell) as
    regexp_replace(trim(cell), '^(\d{1,15})\.0+$', '\1');

create or replace temp macro as_id_problem(cell, name) as
    case
        when cell is null or trim(cell) = '' then name || ' is empty'
        when regexp_matches(trim(cell), '^[+-]?\d+(\.\d+)?[eE][+-]?\d+$')
            then name || ' "' || trim(cell) || '" was written as a number and lost digits'
        when regexp_matches(as_id(cell), '^-?\d+\.\d*$') then name || ' "' || trim(cell) || '" is a decimal number'
        when regexp_matches(trim(cell), '[\r\n]') or length(trim(cell)) > 200
            then name || ' "' || left(trim(cell), 40) || '" is no id'
    end;

-- An instant in UTC; a time without a zone is UTC. Cast as a timestamp, DuckDB would pass over the zone in silence, and
-- as a timestamptz without a zone it would take the machine's.
create or replace temp macro as_instant(cell) as
    case when regexp_full_match(
        trim(cell), '\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|z|UTC|[+-]\d{2}(:?\d{2})?)?'
    ) then
        make_timestamp(epoch_us(try_cast(
            replace(left(trim(cell), 10) || ' ' || regexp_extract(trim(cell), '^.{11}([\d:.]+)', 1), ',', '.')
            || case regexp_extract(trim(cell), '^.{11}[\d:.]+ ?([+-]\d{2}):?(\d{2})?$', 1)
                when '' then '+00'
                else regexp_extract(trim(cell), '^.{11}[\d:.]+ ?([+-]\d{2}):?(\d{2})?$', 1)
                    || ':' || coalesce(nullif(regexp_extract(trim(cell), '^.{11}[\d:.]+ ?([+-]\d{2}):?(\d{2})?$', 2), ''), '00')
            end as timestamptz
        )))
    end;

create or replace temp macro as_instant_problem(cell, name) as
    case
        when cell is null or trim(cell) = '' then name || ' is empty'
        when as_instant(cell) is null then name || ' "' || left(trim(cell), 40) || '" is no time (expected ISO 8601)'
    end;

create or replace temp macro as_flag(cell) as
    case lower(trim(cell))
        when 'true' then true when 't' then true when '1' then true when 'yes' then true when '1.0' then true
        when 'false' then false when 'f' then false when '0' then false when 'no' then false when '0.0' then false
    end;

create or replace temp macro as_flag_problem(cell, name) as
    case when trim(cell) <> '' and as_flag(cell) is null
        then name || ' "' || left(trim(cell), 40) || '" is neither true nor false'
    end;

-- A list: JSON, the brackets of a database, or separated by semicolons, commas or spaces.
create or replace temp macro as_list(cell) as
    case
        when cell is null then null
        else list_filter(
            list_transform(regexp_split_to_array(cell, '[\s,;\[\]{}"'']+'), lambda item: as_id(item)),
            lambda item: item <> ''
        )
    end;

-- A status in the canonical words, where another word for it is common.
create or replace temp macro status_word(cell) as
    case replace(replace(lower(trim(cell)), '-', ''), ' ', '')
        when 'onhold' then 'hold' when 'resolved' then 'solved' else lower(trim(cell))
    end;
