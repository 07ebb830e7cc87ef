"""What the platform does when it is called, by path. Nothing here knows of HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator import menus
from simulator.account import Account
from simulator.people import User
from simulator.tokens import ApiError, Tokens

Json = dict[str, Any]
_OK: Json = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True)
class Route:
    """A path: its method, what answers it, and whether that takes a token."""

    method: str
    answer: Callable[[Mapping[str, str], Json], Json]
    token: bool = True


class OfficialCalls:
    """The calls of an official account."""

    def __init__(self, account: Account, tokens: Tokens) -> None:
        self.account = account
        self.tokens = tokens
        self.routes = {
            "/cgi-bin/stable_token": Route("POST", self._token, token=False),
            "/cgi-bin/message/custom/send": Route("POST", self._send),
            "/cgi-bin/message/custom/typing": Route("POST", self._typing),
            "/cgi-bin/menu/create": Route("POST", self._create),
            "/cgi-bin/menu/get": Route("GET", self._get),
            "/cgi-bin/menu/delete": Route("GET", self._delete),
        }

    def _token(self, query: Mapping[str, str], body: Json) -> Json:
        if body.get("grant_type") != "client_credential":
            raise ApiError(40002, "invalid grant_type")
        if body.get("appid") != self.account.app_id:
            raise ApiError(40013, "invalid appid")
        if body.get("secret") != self.account.secret:
            raise ApiError(40125, "invalid appsecret")
        token, seconds = self.tokens.issue(body.get("force_refresh") is True)
        return {"access_token": token, "expires_in": seconds}

    def _send(self, query: Mapping[str, str], body: Json) -> Json:
        self._permitted()
        user = self._user(body)
        options: list[tuple[str, str]] = []
        if body.get("msgtype") == "text":
            shown = _text(body)
        elif body.get("msgtype") == "msgmenu":
            shown, options = self._menu_message(body)
        else:
            raise ApiError(40008, "invalid message type")
        if len(shown.encode("utf-8")) > self.account.limits.text_bytes:
            raise ApiError(45002, "content size out of limit")
        allowed = user.allows_push()
        if allowed == "silent":
            raise ApiError(
                45015, "response out of time limit or subscription is canceled"
            )
        if allowed == "used":
            raise ApiError(45047, "out of response count limit")
        user.sees("push", shown, options=options)
        return _OK

    def _menu_message(self, body: Json) -> tuple[str, list[tuple[str, str]]]:
        if self.account.test_account:
            raise ApiError(40200, "invalid account type")
        menu = body.get("msgmenu")
        entries = menu.get("list") if isinstance(menu, dict) else None
        if not isinstance(menu, dict) or not isinstance(entries, list) or not entries:
            raise ApiError(40008, "invalid message type")
        if len(entries) > self.account.limits.menu_items:
            raise ApiError(45098, "msgmenu content out of limit")
        options = [(str(e.get("id", "")), str(e.get("content", ""))) for e in entries]
        if not all(ident and label for ident, label in options):
            raise ApiError(47001, "data format error")
        head, tail = (
            str(menu.get("head_content", "")),
            str(menu.get("tail_content", "")),
        )
        lines = [head, *(label for _, label in options), tail]
        return "\n".join(line for line in lines if line), options

    def _typing(self, query: Mapping[str, str], body: Json) -> Json:
        self._permitted()
        user, now = self._user(body), self.account.clock()
        if body.get("command") not in ("Typing", "CancelTyping"):
            raise ApiError(47001, "data format error")
        if body["command"] == "CancelTyping":
            user.typing_until = now
            return _OK
        if not user.follows or now - user.last_wrote > self.account.limits.typing_after:
            raise ApiError(45080, "user has not sent a message lately")
        if user.typing_until > now:
            raise ApiError(45081, "typing is set already")
        user.typing_until = now + self.account.limits.typing_seconds
        user.sees("typing", "")
        return _OK

    def _create(self, query: Mapping[str, str], body: Json) -> Json:
        self._permitted()
        menus.check(body)
        self.account.menu = body
        return _OK

    def _get(self, query: Mapping[str, str], body: Json) -> Json:
        if self.account.menu is None:
            raise ApiError(46003, "menu no exist")
        return {"menu": self.account.menu}

    def _delete(self, query: Mapping[str, str], body: Json) -> Json:
        self.account.menu = None
        return _OK

    def _permitted(self) -> None:
        if not self.account.may_push:
            raise ApiError(48001, "api unauthorized")

    def _user(self, body: Json) -> User:
        user = self.account.users.get(str(body.get("touser", "")))
        if user is None:
            raise ApiError(40003, "invalid openid")
        return user


class WeComCalls:
    """The calls of an app of WeCom. Its pushes have no quota, and long ones are cut."""

    def __init__(self, account: Account, tokens: Tokens) -> None:
        self.account = account
        self.tokens = tokens
        self.routes = {
            "/cgi-bin/gettoken": Route("GET", self._token, token=False),
            "/cgi-bin/message/send": Route("POST", self._send),
            "/cgi-bin/menu/create": Route("POST", self._create),
            "/cgi-bin/menu/get": Route("GET", self._get),
            "/cgi-bin/menu/delete": Route("GET", self._delete),
        }

    def _token(self, query: Mapping[str, str], body: Json) -> Json:
        if query.get("corpid") != self.account.app_id:
            raise ApiError(40013, "invalid corpid")
        if query.get("corpsecret") != self.account.secret:
            raise ApiError(40001, "invalid credential")
        token, seconds = self.tokens.issue()
        return {**_OK, "access_token": token, "expires_in": seconds}

    def _send(self, query: Mapping[str, str], body: Json) -> Json:
        self._agent(body.get("agentid"))
        if body.get("msgtype") != "text":
            raise ApiError(40008, "invalid message type")
        named = str(body.get("touser", "")).split("|")
        users = [self.account.users[n] for n in named if n in self.account.users]
        users = [user for user in users if user.follows]
        if not users:
            raise ApiError(81013, "user & party & tag all invalid")
        most = self.account.limits.text_bytes
        shown = _text(body).encode("utf-8")[:most].decode("utf-8", "ignore")
        for user in users:
            user.sees("push", shown)
        return {**_OK, "msgid": self.account.next_id()}

    def _create(self, query: Mapping[str, str], body: Json) -> Json:
        self._agent(query.get("agentid"))
        menus.check(body)
        self.account.menu = body
        return _OK

    def _get(self, query: Mapping[str, str], body: Json) -> Json:
        self._agent(query.get("agentid"))
        if self.account.menu is None:
            raise ApiError(46003, "menu no exist")
        return {**_OK, **self.account.menu}

    def _delete(self, query: Mapping[str, str], body: Json) -> Json:
        self._agent(query.get("agentid"))
        self.account.menu = None
        return _OK

    def _agent(self, given: Any) -> None:
        if str(given) != self.account.agent_id:
            raise ApiError(40056, "invalid agentid")


def _text(body: Json) -> str:
    text = body.get("text")
    content = text.get("content") if isinstance(text, dict) else None
    if not isinstance(content, str) or not content.strip():
        raise ApiError(44004, "empty content")
    return content
