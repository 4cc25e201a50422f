# The application's image, and the gateway's (nginx with the web clients).

FROM node:22-slim AS web
WORKDIR /source/web
COPY web/citizen/package.json web/citizen/package-lock.json citizen/
COPY web/console/package.json web/console/package-lock.json console/
COPY web/counter/package.json web/counter/package-lock.json counter/
RUN cd citizen && npm ci && cd ../console && npm ci && cd ../counter && npm ci
COPY web .
RUN cd citizen && npm run build:h5 && cd ../console && npm run build \
    && cd ../counter && npm run build

FROM python:3.11-slim AS environment
RUN pip install --no-cache-dir "uv>=0.8,<1"
WORKDIR /application
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --compile-bytecode

FROM python:3.11-slim AS application
RUN useradd --uid 10001 --no-create-home tianhe \
    && mkdir /data && chown tianhe /data
WORKDIR /application
ENV PATH=/application/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data OMP_NUM_THREADS=1 NUMBA_CACHE_DIR=/data/compiled
COPY --from=environment /application/.venv .venv
COPY alembic.ini ./
COPY foundation foundation
COPY knowledge_base knowledge_base
COPY adapters adapters
COPY flows flows
COPY miniprogram_api miniprogram_api
COPY hall_bridge hall_bridge
COPY --from=web /source/web/citizen/dist/build/h5 web/citizen/dist/build/h5
COPY --from=web /source/web/console/dist web/console/dist
COPY --from=web /source/web/counter/dist web/counter/dist
USER tianhe
VOLUME /data

FROM nginxinc/nginx-unprivileged:1.27-alpine AS console
COPY docker/nginx.conf /etc/nginx/conf.d/default.conf
COPY docker/proxy_params.conf /etc/nginx/proxy_params.conf
COPY --from=web /source/web/citizen/dist/build/h5 /srv/app
COPY --from=web /source/web/console/dist /srv/console
COPY --from=web /source/web/counter/dist /srv/counter
