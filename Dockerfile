# Carrefour as one image: alone (`serve`: web, worker and schedule together), or one process a container (compose.yaml).
#   docker build -t carrefour .
#   docker run -p 127.0.0.1:8000:8000 -e SECRET_KEY=… -v carrefour:/data carrefour
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/venv/bin:$PATH
RUN python -m venv /venv
COPY requirements/base.txt requirements/production.txt /requirements/
RUN pip install --require-hashes -r /requirements/base.txt -r /requirements/production.txt
WORKDIR /app
COPY . .
# Message catalogs, bytecode and hashed static files are made here, so that the container writes none of them.
RUN export DEBUG=0 SECRET_KEY=only-for-the-build VAR_DIR=/data \
 && python manage.py catalogs \
 && python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q cms home search spaces manage.py \
 && mkdir -p /data/media /data/search

FROM python:${PYTHON}-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin carrefour
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=carrefour:carrefour /data /data
# HOME is in /tmp because gunicorn keeps its control socket there; with a read-only root, give /tmp as a tmpfs.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    DEBUG=0 VAR_DIR=/data HOST=0.0.0.0 PORT=8000
# No VOLUME line: an anonymous volume would outlive the image and hide its newer static files. Mount one on /data.
WORKDIR /app
USER carrefour
EXPOSE 8000
# Asked under the site's own name, because a host that is not in ALLOWED_HOSTS is refused.
HEALTHCHECK --interval=15s --timeout=5s --start-period=180s --retries=3 CMD ["python", "-c", "import os; from urllib.parse import urlsplit; from urllib.request import Request, urlopen; host = urlsplit(os.environ.get('BASE_URL') or 'http://localhost').netloc; urlopen(Request('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', headers={'Host': host}), timeout=4)"]
ENTRYPOINT ["tini", "--"]
CMD ["python", "manage.py", "serve", "--setup", "--host", "0.0.0.0"]
