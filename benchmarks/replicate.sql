-- What a key, a firm or a block is called in copy i; the first copy, 0, keeps all names. Python adds days(i) (how many days later
-- it all happened there) and is_own() (whether each copy speaks of firms of its own).
create macro digest_of(what, key) as sha256(length(what) || ':' || what || length(key) || ':' || key);

-- The beginning stays, so that of two claims of one time the elder key is still the elder.
create macro keyed(key, i) as if(i = 0, key, key[1:12] || md5(key || '/' || i)[1:12]);

-- Places are changed within 2 to 3, 4 to 7, 8 to 15 and so on: an odd factor and a shift modulo a power of two reach each place once.
create macro renowned(k, i, step) as step + ((k - step) * (2 * ((i * 7919) % 4096) + 1) + i * 104729) % step;
create macro firm(k, i) as case
    when i = 0 then k
    when is_own() then k + i * 1000000
    else renowned(k, i, 1::bigint << cast(floor(log2(k)) as integer))
end;
create macro numbered(prefix, name, i) as prefix || firm(cast(name[len(prefix) + 1:] as bigint), i);
create macro named(name, i) as case
    when name[1:5] = 'Firm ' then numbered('Firm ', name, i)
    when name[1:10] = 'name:firm ' then numbered('name:firm ', name, i)
    when name[1:8] = 'Product ' then numbered('Product ', name, i)
    when name[1:13] = 'name:product ' then numbered('name:product ', name, i)
    else name
end;

-- A block's key is the hash of such a text: type, kind, names (of a partnership several, in order), words, numbers of buckets.
create macro block_part(part, i) as array_to_string(
    list_sort(list_transform(string_split(part, ' + '), lambda one: named(one, i))), ' + '
);
create macro block_text(text, i) as array_to_string(list_transform(string_split(text, '|'), lambda part, place: case
    when place = 3 and string_split(text, '|')[2] in ('product', 'things') and regexp_full_match(part, '\d+')
        then cast(firm(cast(part as bigint), i) as varchar)
    else block_part(part, i)
end), '|');
create macro block_number(text) as cast('0x' || sha256(strlen(text) || ':' || text)[1:15] as bigint);
