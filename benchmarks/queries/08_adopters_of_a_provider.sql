-- How the adoptions of the most used provider stood, month by month.
select month_date, stage, adoption_count, confirmed_count
from rpt_adoptions_by_provider
where provider = (
    select provider from fct_model_adoptions where provider is not null group by provider order by count(*) desc, provider limit 1
)
order by month_date, stage
