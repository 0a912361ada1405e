FROM python:3.13-slim-bookworm AS build
RUN pip install --no-cache-dir uv
WORKDIR /srv/kariz
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --locked --no-default-groups --compile-bytecode
COPY . .
RUN STATIC_ROOT=/srv/static SECRET_KEY=collect-only .venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-droid-fallback \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin kariz \
 && install -d -o kariz /data
COPY --from=build /srv /srv
WORKDIR /srv/kariz
ENV PATH=/srv/kariz/.venv/bin:$PATH PYTHONUNBUFFERED=1 KARIZ_MODE=production KARIZ_DATA=/data STATIC_ROOT=/srv/static
USER kariz
EXPOSE 8000
CMD ["gunicorn", "-c", "config/gunicorn.py", "--bind", "0.0.0.0:8000", "config.wsgi"]
