"""What many would write first: FastAPI, a hash in Redis, and one Celery task for each comment.

It validates nothing, keeps no history, and loses comments: see docs/reliability.md. Started by
`intake.py` and `latency.py` as ``uvicorn naive:app`` and ``celery -A naive:tasks worker``.
"""

import os
import time
import uuid

from celery import Celery
from fastapi import FastAPI
from pydantic import BaseModel
from redis import Redis

from classifier.artifacts import SHIPPED
from classifier.scorer import Scorer

URL = os.environ["REDIS_URL"]
app = FastAPI()
redis = Redis.from_url(URL, decode_responses=True)
tasks = Celery("naive", broker=URL.replace("unix://", "redis+socket://"))
tasks.conf.task_ignore_result = True
scorers: list[Scorer] = []


class Comment(BaseModel):
    """As little of a comment as will do."""

    text: str


@tasks.task
def score(comment_id: str) -> None:
    """Score one comment and decide it."""
    if not scorers:
        scorers.append(Scorer.load(SHIPPED))
    text = redis.hget(comment_id, "text")
    toxicity = scorers[0].score([text])[0][0]
    status = "held" if toxicity > 0.5 else "approved"
    redis.hset(comment_id, mapping={"status": status, "decided_at": time.time()})


@app.post("/v1/comments", status_code=202)
def post(comment: Comment) -> dict[str, str]:
    """Keep a comment and have it scored."""
    comment_id = str(uuid.uuid4())
    fields = {"text": comment.text, "status": "pending", "received_at": time.time()}
    redis.hset(comment_id, mapping=fields)
    score.delay(comment_id)
    return {"id": comment_id, "status": "pending"}
