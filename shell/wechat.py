"""``baoxiao wechat``: what is configured for WeChat, and the account's menu."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, List, Union

import typer

from knowledge.errors import PolicyError, SettingError
from shell.errors import ShellError, mended

if TYPE_CHECKING:
    from channels.wechat.api import OfficialApi, WeComApi
    from channels.wechat.settings import OfficialSettings, WeComSettings

    Api = Union[OfficialApi, WeComApi]

app = typer.Typer(
    help="WeChat and WeCom: what is configured, and the account's menu.",
    no_args_is_help=True,
)
_UPLOAD = typer.Option(False, "--upload", help="Set it on the platform.")
_SHOW = typer.Option(False, "--show", help="Print it as the platform gets it (usual).")


@app.command()
def menu(show: bool = _SHOW, upload: bool = _UPLOAD) -> None:
    """Show the menu of channels/wechat/menu.yml, or set it on the platform."""
    with mended():
        from channels.wechat import menu as menus

        found = menus.read().as_json()
        if show or not upload:
            typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        if upload:
            asyncio.run(_upload(_apis(), found))


@app.command()
def check() -> None:
    """Tell what is configured, and whether the platform gives an access token."""
    with mended():
        from channels import settings
        from channels.wechat import identity
        from channels.wechat import settings as wechat

        official, wecom = wechat.official(), wechat.wecom()
        if official is None and wecom is None:
            mend = "set BAOXIAO_WECHAT_… or BAOXIAO_WECOM_…, as docs/wechat.md says"
            raise SettingError("neither WeChat nor WeCom is set", mend)
        for account in (official, wecom):
            if account is not None:
                typer.echo(_described(account))
        identity.senders("")  # every channel needs the secret
        redis = "BAOXIAO_REDIS" if settings.redis() else "one process · 单进程"
        typer.echo(f"共享状态 · shared state: {redis}")
        asyncio.run(_tokens(_apis()))


def _described(account: OfficialSettings | WeComSettings) -> str:
    """Return what is set for one account, without its secrets."""
    from channels.wechat.settings import WeComSettings

    if isinstance(account, WeComSettings):
        return (
            f"企业微信 · WeCom {account.corp_id}, app {account.agent_id}\n"
            "  /webhooks/wecom/message"
        )
    pushes = f"on, {account.quota}" if account.customer_messages else "off"
    return (
        f"公众号 · official account {account.app_id}\n"
        f"  /webhooks/wechat/message, mode {account.mode}, customer messages {pushes}"
    )


def _apis() -> List[Api]:
    """Return the interface of each account whose secret is set."""
    from channels.shared import InProcess
    from channels.wechat import settings
    from channels.wechat.api import OfficialApi, WeComApi

    official, wecom, found = settings.official(), settings.wecom(), list[Any]()
    if official is not None and official.app_secret:
        found.append(OfficialApi(official, InProcess()))
    if wecom is not None:
        found.append(WeComApi(wecom, InProcess()))
    return found


async def _upload(apis: List[Api], found: dict[str, Any]) -> None:
    if not apis:
        mend = "set BAOXIAO_WECHAT_APP_SECRET, or the WeCom app"
        raise SettingError("no account is set whose menu could be changed", mend)
    for api in apis:
        try:
            await api.create_menu(found)
        finally:
            await api.close()
        typer.echo(
            "菜单已上传，几分钟后生效。The menu is set; phones show it in minutes."
        )


async def _tokens(apis: List[Api]) -> None:
    """Try to get an access token for each account.

    Raises:
        ShellError: with what is wrong.
    """
    if not apis:
        typer.echo("access token: no secret is set, so nothing is pushed · 不主动推送")
    for api in apis:
        try:
            await api.check()
        except PolicyError as error:
            raise ShellError(f"access token: {error}") from error
        finally:
            await api.close()
        typer.echo("access token: works · 凭证可用")
