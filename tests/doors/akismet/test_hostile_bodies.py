"""Whatever is sent: an answer of the protocol, never a fault of ours, nothing handed back."""

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MARK = "<b>x9</b>"
"""What no answer may have in it."""

_FIELDS = (
    *("api_key", "key", "blog", "user_ip", "permalink", "comment_type", "comment_author"),
    *("comment_author_email", "comment_author_url", "comment_content", "comment_date_gmt"),
    *("blog_lang", "blog_charset", "user_role", "is_test", "recheck_reason", "guid"),
    *("honeypot_field_name", "comment_context[]", "month", "order", "limit", "from", "\x00"),
)
_values = st.one_of(
    st.text(max_size=40),
    st.sampled_from([MARK, "%", "\r\nX-Evil: 1", "http://[", "0001-01-01", "9" * 40, "\ufffe"]),
).map(lambda value: value.encode("utf-8", "replace").decode())
_PATHS = (
    *("/1.1/comment-check", "/1.1/submit-spam", "/1.1/submit-ham", "/1.1/verify-key"),
    *("/1.1/get-stats", "/1.1/get-subscription", "/1.1/deactivate", "/1.1/token"),
    "/1.2/get-key-stats",
)

_many = settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def is_sound(answer: httpx2.Response) -> None:
    assert answer.status_code in (200, 413), answer.text
    assert MARK not in answer.text
    assert MARK not in str(answer.headers)
    assert "X-Evil" not in answer.headers


@_many
@given(data=st.data())
async def test_fields_of_every_kind(
    client: httpx2.AsyncClient, key: str, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(_PATHS))
    fields = data.draw(st.dictionaries(st.sampled_from(_FIELDS), _values, max_size=10))
    if data.draw(st.booleans()):
        fields |= {"api_key": key, "blog": MARK, "comment_content": MARK}
    is_sound(await client.post(path, data=fields))
    asked = {name: value for name, value in fields.items() if name != "\x00"}
    for figures in ("/1.2/usage-limit", "/1.2/key-sites"):
        answer = await client.get(figures, params=asked)
        if "application/json" not in answer.headers["Content-Type"]:
            is_sound(answer)


@_many
@given(
    path=st.sampled_from(_PATHS),
    body=st.binary(max_size=200),
    media=st.sampled_from(["application/x-www-form-urlencoded; charset=utf-16", "x", "a/b;=", ""]),
)
async def test_bytes_of_every_kind(
    client: httpx2.AsyncClient, key: str, path: str, body: bytes, media: str
) -> None:
    keyed = b"api_key=" + key.encode() + b"&blog=x&comment_content=" + body
    for sent in (body, keyed):
        is_sound(await client.post(path, content=sent, headers={"Content-Type": media}))


async def test_more_than_is_read_here_is_refused(client: httpx2.AsyncClient, key: str) -> None:
    said = {"api_key": key, "blog": "x", "comment_content": "x" * 300_000}
    assert (await client.post("/1.1/comment-check", data=said)).status_code == 413
    many = "&".join(f"f{number}=1" for number in range(3_000))
    answer = await client.post("/1.1/verify-key", content=f"key={key}&blog=x&{many}")
    assert (answer.status_code, answer.text) == (200, "invalid")
