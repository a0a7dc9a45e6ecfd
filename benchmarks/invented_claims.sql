-- Invented claims :first to :after, and their articles: eight claims an event, three an article, :per_day events' claims a day. The
-- parties of an event are drawn from 40,000 firms by a power law: few are in the news daily, most once; who is invested in, by a
-- flatter one, so that nobody raises money more than about eight times a year (250 times by the steep one, and the 6,900 claims
-- on one firm's rounds among a million, which could each be one another's, are gathered in one piece: 27 s). Invented throughout.
create or replace temp table claims_made as
select
    number,
    number // 8 as event,
    number // 3 as article,
    1 + floor(40000 * pow((hash(number // 8) % 1000000) / 1e6, 3))::bigint as one,
    (hash(number // 8 + 99) % 4)::bigint as kind,
    1 + floor(40000 * pow((hash(number // 8 + 7777777) % 1000000) / 1e6, if(kind = 0, 1.5, 3)))::bigint as other,
    hash(number + 13) % 10 as chance,
    timestamptz '2016-01-01 00:00:00+00' + to_hours(24 * (number // 8 * 8 // :per_day) + (number % 8) * 3) as told_at
from range(:first, :after) as made(number);

insert into raw.articles by name
select
    sha256('a' || article)[1:24] as article_id,
    sha256('p' || article)[1:24] as page_id,
    'x' as source_id,
    'https://site' || (article % 500) || '.example/' || article as url,
    'Site ' || (article % 500) as publisher,
    'Title ' || article as title,
    'Text ' || article as text,
    'en' as language,
    min(told_at) as published_at,
    'second' as published_precision,
    'given' as published_from,
    min(told_at) + interval 1 hour as retrieved_at,
    sha256('t' || article) as text_sha256,
    [hash(article * 100 + place) for place in range(24)] as fingerprint,
    [hash(article * 3), hash(article * 5), hash(article * 7), hash(article * 11)] as marks,
    []::ubigint [] as fact_keys,
    'b' as batch_name,
    :load as load_id
from claims_made group by article;

insert into raw.extractions by name
select
    sha256('a' || article)[1:24] as article_id,
    'rules@1' as extractor,
    true as is_relevant,
    min(told_at) as extracted_at,
    'b' as batch_name,
    :load as load_id
from claims_made group by article;

insert into raw.claims by name
select
    sha256('c' || number)[1:24] as claim_key,
    sha256('a' || article)[1:24] as article_id,
    'rules@1' as extractor,
    (number % 3)::int as position,
    ['investment', 'model_adoption', 'legal_action', 'partnership'][kind + 1] as claim_type,
    case kind
        when 0 then ['in_talks', 'announced', 'signed', 'effective'][1 + number % 4]
        when 1 then ['testing', 'announced', 'deployed'][1 + number % 3]
        when 2 then ['filed', 'ongoing'][1 + number % 2]
        else ['announced', 'signed'][1 + number % 2]
    end as stage,
    'affirmed' as polarity,
    ['unattributed', 'anonymous', 'on_record'][1 + number % 3] as attribution,
    'Quote ' || number as quote,
    0 as quote_start,
    9 as quote_end,
    case when chance < 7 then strftime(told_at, '%Y-%m-%d') end as event_date,
    case when chance < 7 then 'day' else 'unknown' end as event_date_precision,
    false as is_background,
    case when kind = 0 and chance < 8 then 1000000 * (1 + hash(event) % 900) end as amount_value,
    case when kind = 0 and chance < 8 then 'USD' end as currency_code,
    case when kind = 0 and chance < 8 then 'exact' end as amount_qualifier,
    case when kind = 0 and chance < 8 then 'raise' end as amount_kind,
    case when kind = 0 then ['Firm ' || one] end as investors,
    case when kind = 0 then 'Firm ' || other end as recipient,
    case when kind = 0 then 'equity_round' end as deal_type,
    case when kind = 1 then 'Firm ' || one end as adopter,
    case when kind = 1 then 'Product ' || one end as product,
    case when kind = 1 then 'Firm ' || other end as provider,
    case when kind = 1 then 'unspecified' end as relation,
    case when kind = 2 then ['Firm ' || one] end as plaintiffs,
    case when kind = 2 then ['Firm ' || other] end as defendants,
    case when kind = 2 then 'lawsuit' end as action_type,
    case when kind = 2 then ['copyright'] end as claim_basis,
    case when kind = 3 then ['Firm ' || one, 'Firm ' || other] end as parties,
    case when kind = 3 then 'partnership' end as agreement_type,
    told_at as extracted_at,
    'b' as batch_name,
    :load as load_id
from claims_made;

insert into raw.loaded_batches values (:load, 'claims', :load, 1, 1, 0, 0, now());
