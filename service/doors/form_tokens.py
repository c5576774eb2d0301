"""Form tokens: one for each form that was shown, so that a double click posts once."""

import secrets

from itsdangerous import BadSignature, URLSafeSerializer


class FormTokens:
    """Makes and knows again the tokens of one installation."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="form-token")

    def issue(self, site: str) -> str:
        """Make a token for a form that is about to be shown."""
        return str(self._serializer.dumps([site, secrets.token_urlsafe(12)]))

    def read(self, site: str, token: str) -> str | None:
        """Give the form that a token names; None when it is none of this site's.

        A bad token is no reason to refuse a comment: a page may be older than the secret.
        """
        try:
            named, form = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError):
            return None
        return form if named == site and isinstance(form, str) else None
