"""One URL per verb. Each topic lists its own; those of the survey come first of all:
finding the hundredth address takes longer than reading an answer."""

from evaluations.assignment import urls as assignment_urls
from evaluations.cycle import urls as cycle_urls
from evaluations.errata import urls as errata_urls
from evaluations.evidence import urls as evidence_urls
from evaluations.f01 import urls as f01_urls
from evaluations.f02 import urls as f02_urls
from evaluations.field import urls as field_urls
from evaluations.follow_up import urls as follow_up_urls
from evaluations.history import urls as history_urls
from evaluations.monitoring import urls as monitoring_urls
from evaluations.objections import urls as objection_urls
from evaluations.overview import urls as overview_urls
from evaluations.places import urls as place_urls
from evaluations.province import urls as province_urls
from evaluations.publication import urls as publication_urls
from evaluations.recompute import urls as recompute_urls
from evaluations.survey import urls as survey_urls
from evaluations.threads import urls as thread_urls

app_name = "evaluations"

urlpatterns = [
    *survey_urls.patterns,
    *overview_urls.patterns,
    *f01_urls.patterns,
    *evidence_urls.patterns,
    *f02_urls.patterns,
    *thread_urls.patterns,
    *objection_urls.patterns,
    *follow_up_urls.patterns,
    *history_urls.patterns,
    *field_urls.patterns,
    *publication_urls.patterns,
    *cycle_urls.patterns,
    *recompute_urls.patterns,
    *errata_urls.patterns,
    *assignment_urls.patterns,
    *monitoring_urls.patterns,
    *province_urls.patterns,
    *place_urls.patterns,
]
