# Built in one stage and run in another: the running image has no compiler, no pip cache and no root.
# The newest security release of Python 3.11. `make pin` adds the digest that the registry has for it.
ARG BASE=python:3.11.18-slim-bookworm

FROM ${BASE} AS build

WORKDIR /build
RUN python -m venv /opt/mailbot
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE manifest.json ./
COPY bot ./bot
COPY locales ./locales
RUN /opt/mailbot/bin/pip install --no-cache-dir --constraint constraints.txt .
# What the image is made of (CycloneDX), listed by a tool that does not come along: /opt/mailbot/sbom.json.
RUN python -m venv /opt/sbom \
  && /opt/sbom/bin/pip install --no-cache-dir --constraint constraints.txt cyclonedx-bom \
  && /opt/sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file /opt/mailbot/sbom.json /opt/mailbot/bin/python

FROM ${BASE}

# Reads pictures of errors. Debian keeps one version of it only: pinned, the build would fail at its next fix.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-eng tesseract-ocr-lit \
  && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home --home-dir /data mailbot
COPY --from=build /opt/mailbot /opt/mailbot
ENV PATH=/opt/mailbot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PORT=3000 \
    LOG_FORMAT=json

# Without DATABASE_URL the cases are a SQLite file here.
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 3000

# For `web`. A `socket` or `worker` answers here where OPS_PORT is set, and has no port otherwise.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('OPS_PORT') or os.environ['PORT']}/healthz\", timeout=4)"]

ENTRYPOINT ["mailbot"]
CMD ["run", "web"]
