# One image for web, worker and beat; docker-compose.yml says which one a container is.
FROM python:3.12-slim

# WeasyPrint's libraries and the fonts of the documents, as in pekppp/bootstrap.py
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-liberation fonts-noto-core fonts-symbola \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin pekppp \
    && install --directory --owner pekppp --group pekppp /data

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY . .

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PEKPPP_VAR=/data STATIC_ROOT=/app/staticfiles
# The key is for this step alone; settings ask for a real one when PRODUCTION is set.
RUN SECRET_KEY=build python manage.py collectstatic --noinput

USER pekppp
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "pekppp.serving.web", "--host", "0.0.0.0", "--port", "8000", "--workers", "2"]
