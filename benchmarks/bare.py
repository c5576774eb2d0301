"""The least that could be called intake: a FastAPI endpoint that does one HSET.

Started by `intake.py` as ``uvicorn bare:app``.
"""

import os
import uuid

from fastapi import FastAPI
from pydantic import BaseModel
from redis.asyncio import Redis

app = FastAPI()
redis = Redis.from_url(os.environ["REDIS_URL"])


class Comment(BaseModel):
    """A text."""

    text: str


@app.post("/v1/comments", status_code=202)
async def post(comment: Comment) -> dict[str, str]:
    """Keep a comment."""
    comment_id = str(uuid.uuid4())
    await redis.hset(comment_id, mapping={"text": comment.text, "status": "pending"})
    return {"id": comment_id, "status": "pending"}
