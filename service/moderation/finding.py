"""Finding a comment, or saying that there is none."""

from service.domain.comments import Comment
from service.domain.errors import NotFoundError
from service.store.redis import Store


async def find_comment(store: Store, site: str, comment_id: str) -> Comment:
    """Read a comment of a site.

    Raises
    ------
    NotFoundError
        The site has none of that id, or it is erased.
    """
    comment = await store.comments.get(site, comment_id)
    if comment is None:
        raise NotFoundError("This site has no such comment.")
    return comment
