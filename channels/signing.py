"""Sessions and options that only this server can have made.

A session is a random id with the time it began, signed. An option is what choosing it
means, signed for one session: it is worth nothing in another.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from channels.errors import CHOICE, SESSION, ChannelError
from channels.talk import Choice

_ID_BYTES = 24
_SIGNER: dict[str, Any] = {
    "signer_kwargs": {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
}


@dataclass(frozen=True)
class Session:
    """A session: its ``id`` never leaves the server but inside ``token``."""

    id: str
    token: str
    expires: datetime

    @property
    def sender(self) -> str:
        """The name of the conversation; it does not tell the session's id."""
        return "web-" + hashlib.sha256(self.id.encode()).hexdigest()[:32]


class Signing:
    """Makes and reads tokens with ``keys``, the newest last."""

    def __init__(self, keys: Sequence[str], hours: float) -> None:
        """Sessions live for ``hours``."""
        self._keys = list(keys)
        self._life = timedelta(hours=hours)
        self._sessions = URLSafeTimedSerializer(self._keys, salt="session", **_SIGNER)

    def new_session(self) -> Session:
        """Return a session that nobody can guess."""
        name = secrets.token_urlsafe(_ID_BYTES)
        began = datetime.now(timezone.utc)
        return Session(name, str(self._sessions.dumps(name)), began + self._life)

    def session(self, token: str) -> Session:
        """Return the session of a token.

        Raises:
            ChannelError: when it is not ours, or has expired.
        """
        try:
            name, began = self._sessions.loads(
                token, max_age=int(self._life.total_seconds()), return_timestamp=True
            )
        except (BadData, UnicodeError) as error:  # half a character cannot be signed
            raise ChannelError("session", 401, SESSION) from error
        return Session(str(name), token, began + self._life)

    def sign(self, session: Session, choice: Choice) -> str:
        """Return the token that stands for ``choice`` in ``session``."""
        row = [choice.payload, choice.label, choice.language]
        return str(self._choices(session).dumps(row))

    def chosen(self, session: Session, token: str) -> Choice:
        """Return what a token stands for.

        Raises:
            ChannelError: when it is not of this session.
        """
        try:
            payload, label, language = self._choices(session).loads(token)
        except (BadData, UnicodeError) as error:
            raise ChannelError("choice", 422, CHOICE) from error
        return Choice(payload, label, language)

    def _choices(self, session: Session) -> URLSafeSerializer:
        return URLSafeSerializer(self._keys, salt=f"choice {session.id}", **_SIGNER)
