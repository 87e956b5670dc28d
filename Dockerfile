# auditor in a container: docker build --tag auditor .
#   docker run --rm --network none -v "$PWD/export:/export:ro" -v "$PWD/report:/report" auditor audit /export
FROM python:3.12-slim AS wheel
WORKDIR /source
RUN python -m pip install --no-cache-dir --disable-pip-version-check "build>=1.2"
COPY pyproject.toml README.md CHANGELOG.md LICENSE ./
COPY auditor auditor
COPY policies policies
COPY reports reports
RUN python -m build --wheel --outdir /wheel

FROM python:3.12-slim
COPY --from=wheel /wheel /wheel
RUN python -m pip install --no-cache-dir --disable-pip-version-check /wheel/*.whl \
    && rm -r /wheel \
    && useradd --create-home --uid 1000 auditor \
    && mkdir /export /report \
    && chown auditor /report
ENV AUDITOR_CACHE=/tmp/auditor PYTHONDONTWRITEBYTECODE=1
USER auditor
VOLUME ["/export"]
WORKDIR /report
ENTRYPOINT ["auditor"]
CMD ["--help"]
