-- What the lake's accepted batches become. Created if absent; nothing here is ever updated in place.
create schema if not exists raw;

-- One row a batch that entered, written in the transaction of its rows: the only record that a load is done.
create table if not exists raw.loaded_batches (
    batch_name varchar not null, kind varchar not null, load_id varchar not null, rows_in bigint not null,
    rows_loaded bigint not null, rows_known bigint not null, rows_quarantined bigint not null, loaded_at timestamptz not null
);

-- One row an article version and time at which it became the text of its page: again where the page went back to it, and
-- where its bytes were read anew (parsed_at) and told something else of the same words. told_key is what an extractor is told.
create table if not exists raw.articles (
    article_id varchar, page_id varchar, given_id varchar, source_id varchar, url varchar, publisher varchar, authors varchar [],
    title varchar, text varchar, language varchar, published_at timestamptz, published_precision varchar, published_from varchar,
    modified_at timestamptz, retrieved_at timestamptz, text_sha256 varchar, fingerprint ubigint [],
    marks ubigint [], fact_keys ubigint [], notice varchar,
    credited_to varchar, archive_sha256 varchar, set_aside varchar, set_aside_detail varchar, batch_name varchar, load_id varchar
);

-- Columns that came later; a warehouse made before them gets them here, and older files of the lake give null.
alter table raw.articles add column if not exists site_name varchar;
alter table raw.articles add column if not exists published_offset_minutes integer;
alter table raw.articles add column if not exists modified_precision varchar;
alter table raw.articles add column if not exists modified_from varchar;
alter table raw.articles add column if not exists quality_flags varchar [];
alter table raw.articles add column if not exists parsed_at timestamptz;
alter table raw.articles add column if not exists told_key varchar;

-- One row an article version, what was told of it, and extraction (extractor, model, prompt). Where another model answered for that of the extraction,
-- extractor_model is the one that answered, and standing_in_for the one whose extraction the row belongs to; so in the two tables below.
create table if not exists raw.extractions (
    article_id varchar, extractor varchar, extractor_model varchar, prompt_version varchar, is_relevant boolean, category varchar,
    summary varchar, key_points varchar [], claim_count integer, rejected_count integer, set_aside varchar, input_tokens bigint,
    output_tokens bigint, cost_usd decimal(18, 8), extracted_at timestamptz, batch_name varchar, load_id varchar, standing_in_for varchar
);
alter table raw.extractions add column if not exists standing_in_for varchar;
alter table raw.extractions add column if not exists told_key varchar;

-- One row a claim and extraction: the claim contract, flat, names as printed.
create table if not exists raw.claims (
    claim_key varchar, article_id varchar, extractor varchar, extractor_model varchar, prompt_version varchar, position integer,
    claim_type varchar, stage varchar, polarity varchar, attribution varchar, attributed_to varchar, quote varchar,
    quote_start integer, quote_end integer, event_date varchar, event_date_precision varchar, is_background boolean,
    amount_value decimal(24, 2), amount_high decimal(24, 2), currency_code varchar, currency_basis varchar,
    amount_qualifier varchar, amount_kind varchar, amount_as_stated varchar,
    investors varchar [], recipient varchar, sellers varchar [], deal_type varchar, round varchar, stake_percent decimal(7, 4),
    valuation_value decimal(24, 2), valuation_high decimal(24, 2), valuation_currency_code varchar, valuation_qualifier varchar,
    adopter varchar, product varchar, provider varchar, model varchar, relation varchar,
    plaintiffs varchar [], defendants varchar [], action_type varchar, claim_basis varchar [], forum varchar,
    parties varchar [], agreement_type varchar, term_end varchar, term_end_precision varchar, term_condition varchar,
    extracted_at timestamptz, batch_name varchar, load_id varchar, standing_in_for varchar
);
alter table raw.claims add column if not exists standing_in_for varchar;
alter table raw.claims add column if not exists told_key varchar;

-- One row a claim that was proposed and not kept.
create table if not exists raw.rejected_claims (
    article_id varchar, extractor varchar, extractor_model varchar, prompt_version varchar, position integer, reason varchar,
    detail varchar, claim_type varchar, quote varchar, claim varchar, batch_name varchar, load_id varchar,
    standing_in_for varchar
);
alter table raw.rejected_claims add column if not exists standing_in_for varchar;

-- One row a look at a source.
create table if not exists raw.source_checks (
    source_id varchar, publisher varchar, url varchar, checked_at timestamptz, outcome varchar, reason varchar, is_first boolean,
    item_count bigint, new_count bigint, late_count bigint, items_per_week_low bigint, items_per_week_high bigint,
    batch_name varchar, load_id varchar
);

-- One row a run of collect that had anything to read: what came in, what became of it, and what is missing of it.
create table if not exists raw.collect_runs (
    run_id varchar, started_at timestamptz, pages_due bigint, inbox_records bigint, queue_messages bigint, articles_new bigint,
    articles_set_aside bigint, unchanged bigint, waiting bigint, lost_count bigint, batch_name varchar, load_id varchar
);

-- One row a row that a row rule kept out; ``row`` is the whole row as JSON.
create table if not exists raw.quarantined_rows (
    table_name varchar, batch_name varchar, rule varchar, reason varchar, row_json varchar, quarantined_at timestamptz
);

-- The extraction whose claims become facts: exactly one row, from the newest activate record of lake/decisions.
create table if not exists raw.extraction_in_force (extractor varchar, extractor_model varchar, prompt_version varchar);

-- What people decided of values that disagree, one row a decision in force; from lake/decisions before each build.
create table if not exists raw.reviews (
    field varchar, claim_key_low varchar, claim_key_high varchar, value_low varchar, value_high varchar, value_held varchar,
    reviewed_by varchar, reason varchar, reviewed_at timestamptz
);

-- One row a publisher of registered sources that no seed lists and that shares its family with another; before each build.
create table if not exists raw.source_publishers (publisher_id varchar, name varchar, publisher_family varchar, country_code varchar);

-- Every event key that was ever published, with the release that first did and the eldest claim it is a hash of; from
-- lake/releases before each build.
create table if not exists raw.published_event_keys (event_key varchar, claim_key varchar);
alter table raw.published_event_keys add column if not exists release_id varchar;

-- The loads that a finished build has taken in; what is not here is new to the next one.
create table if not exists raw.built_loads (load_id varchar);
create view if not exists raw.new_loads as
select distinct load_id from raw.loaded_batches where load_id not in (select load_id from raw.built_loads);

-- One row, the last build: what its rows are a function of besides the loads, the release it made, and the sum of each mart's
-- rows (content.py). While a build runs, or when it broke off, finished_at is null, and the next one is a full one.
create table if not exists raw.build_state (rules_hash varchar, release_id varchar, row_sums varchar, finished_at timestamptz);

-- One row a batch of articles or claims that entered, by what it is held against those before it: its rows, how long after its
-- publication the freshest article out of a feed came in, and the sum of the logarithms of its sums of money.
create table if not exists raw.load_profiles (
    load_id varchar not null, batch_name varchar not null, kind varchar not null, row_count bigint not null, dated_count bigint not null,
    least_lag_days double, amount_count bigint not null, amount_log_sum double
);

-- The loads that passed that comparison, or were accepted without it; what is not here is held against them.
create table if not exists raw.judged_loads (load_id varchar);

-- The rows of each mart in the release that readers see while a build goes on; from its receipt before each build.
create table if not exists raw.published_row_counts (model_name varchar, row_count bigint);

-- One row: how large the file of the marts was when it was last made anew or compact (compact.py).
create table if not exists raw.compact_marts (file_bytes bigint);
