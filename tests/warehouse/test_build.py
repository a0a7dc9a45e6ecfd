"""A build knows by which files it was made, so that a changed rule makes the next one a full one."""

import grimp

from pipelines.settings import PROJECT_DIR
from pipelines.warehouse.build import project_files

# Not rules of events: how names are spotted in a text (the comparison of names stands beside it in ``names``), and errors.
APART = {"errors", "extraction.gazetteer", "extraction.name_context", "extraction.name_seeds"}


def test_every_module_that_the_models_of_dbt_call_counts_as_a_rule() -> None:
    called = grimp.build_graph("pipelines", cache_dir=None).find_upstream_modules("pipelines.warehouse.dbt_models")
    counted = {path.relative_to(PROJECT_DIR) for path in project_files()}
    missing = {
        module.removeprefix("pipelines.")
        for module in called
        if not any(str(path) == module.replace(".", "/") + ".py" for path in counted)
    }
    assert missing == APART
