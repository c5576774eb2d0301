"""Requests in Coral's exact form.

Read in coralproject/talk: the fields and their order in
``server/src/core/server/services/comments/pipeline/phases/external.ts``, headers and indentation in
``server/src/core/server/services/fetch/fetch.ts``, signatures in
``server/src/core/server/models/settings/signingSecret/helpers.ts``.
"""

import hashlib
import hmac
import json
from typing import Any

import httpx2

SECRET = "empk_7d1f0c6a9b3e4f5d8a2b1c0e9f8d7a6b5c4d3e2f1a0b"
OLD_SECRET = "empk_0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566"


def request(
    body: str = "A fine piece.", action: str = "NEW", role: str = "COMMENTER", **more: str
) -> dict[str, Any]:
    """Give what Coral sends about a comment."""
    return {
        "action": action,
        "comment": {"body": body, "parentID": more.get("parent")},
        "author": {"id": more.get("author", "6f1c"), "role": role},
        "story": {"id": more.get("story", "8a2b"), "url": "https://courier.example/moon"},
        "site": {"id": "3c4d"},
        "tenantID": "5e6f",
        "tenantDomain": "coral.courier.example",
    }


def signed(sent: object, *secrets: str) -> tuple[bytes, dict[str, str]]:
    """Write a request as Coral does, ``JSON.stringify(data, null, 2)``, and sign it."""
    body = json.dumps(sent, indent=2, ensure_ascii=False).encode()
    signatures = [hmac.new(s.encode(), body, hashlib.sha256).hexdigest() for s in secrets]
    return body, {
        "User-Agent": "Coral Moderation/9.5.0",
        "Content-Type": "application/json",
        "X-Coral-Signature": ",".join(f"sha256={signature}" for signature in signatures),
    }


async def send(
    client: httpx2.AsyncClient, sent: object, *secrets: str, site: str = "courier"
) -> httpx2.Response:
    """Send a request, signed with our secret or those given."""
    body, headers = signed(sent, *(secrets or (SECRET,)))
    return await client.post(f"/coral/{site}", content=body, headers=headers)
