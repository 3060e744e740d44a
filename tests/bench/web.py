"""The application, and beside it the measure: a bare view with one INSERT, in the same server."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from pekppp.serving import asgi

application = asgi.application


# As the survey does without the transaction of a request: the same trips to the database.
@transaction.non_atomic_requests
@login_not_required
@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_insert (teks) VALUES (%s)", [request.POST["teks"]])
    return HttpResponse("ok")


urlpatterns = [path("bench/", insert), path("", include("pekppp.urls"))]
settings.ROOT_URLCONF = "tests.bench.web"
