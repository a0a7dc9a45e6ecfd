-- The newest investments that a party or a document confirms, with the sentence.
select event_key, investors, recipient, amount, currency_code, amount_kind, stage, grade, quote, article_url
from fct_investments
where is_confirmed
order by last_reported_at desc, event_key
limit 50
