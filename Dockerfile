# The same image serves web, worker, beat and the one-off database step; docker-compose.yml says which.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/zenobia
COPY bootstrap.py requirements.txt package.json package-lock.json .npmrc ./
COPY pyproject.toml manage.py ./
COPY heritage heritage
COPY assessments assessments
COPY templates templates
COPY static static
RUN python bootstrap.py prepare

FROM python:3.11-slim-bookworm
RUN useradd --system --create-home --uid 10001 zenobia && mkdir -p /srv/data && chown zenobia /srv/data
COPY --from=build /srv/zenobia /srv/zenobia
WORKDIR /srv/zenobia
USER zenobia
ENV PATH=/srv/zenobia/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 DATA_DIR=/srv/data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "16", "--no-ws", "heritage.wsgi:application"]
