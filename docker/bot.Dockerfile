# Rasa 3.6 on Python 3.10, with the model trained into the image: one image, one model.

FROM python:3.10-slim
RUN pip install --no-cache-dir "uv>=0.8,<1" && useradd --uid 10001 --create-home tianhe
WORKDIR /bot
COPY bot/pyproject.toml bot/uv.lock ./
RUN uv sync --frozen --no-dev --compile-bytecode
COPY bot .
ENV PATH=/bot/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 \
    TF_INTRA_OP_PARALLELISM_THREADS=1 TF_INTER_OP_PARALLELISM_THREADS=1 OMP_NUM_THREADS=1
RUN python scripts/train_if_changed.py /bot/models && chown -R tianhe /bot/models
USER tianhe
CMD ["rasa", "run", "-i", "0.0.0.0", "-p", "5005", "--endpoints", "endpoints.yml", \
     "--credentials", "credentials.yml", "--model", "models/assistant.tar.gz"]
