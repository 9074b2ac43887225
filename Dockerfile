# Sayso in a container:
#   docker build -t sayso .
#   docker run -p 8080:8080 -v sayso-data:/data sayso

FROM node:24-slim AS assets
WORKDIR /src
COPY bot/staff/assets/package.json bot/staff/assets/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/sayso
# The dependencies come first, and alone: this layer is built anew only when the lock file changes.
COPY requirements.lock ./
RUN /opt/sayso/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY conversations ./conversations
COPY storage ./storage
COPY --from=assets /src/node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css \
     bot/staff/assets/installed/nhsuk-frontend.css
RUN /opt/sayso/bin/python -m pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/sayso/bin/python -m pip install --no-cache-dir --no-deps --no-index /wheels/*.whl \
 && cd /opt && /opt/sayso/bin/sayso prepare

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin sayso \
 && install --directory --owner sayso --group sayso --mode 0700 /data
COPY --from=build /opt/sayso /opt/sayso
ENV PATH=/opt/sayso/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SAYSO_HOST=0.0.0.0 \
    SAYSO_PORT=8080 \
    SAYSO_DATA_DIR=/data
WORKDIR /data
VOLUME /data
EXPOSE 8080
USER sayso
# Asks the server itself and no proxy, whatever the environment says.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", "\
import os, urllib.request as web; \
web.build_opener(web.ProxyHandler({})).open('http://127.0.0.1:' + os.environ.get('SAYSO_PORT', '8080') + '/live', timeout=4)"]
ENTRYPOINT ["sayso"]
CMD ["run"]
