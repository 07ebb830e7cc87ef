"""An account, and requests of the platform to it, written down or made by wechatpy.

The fixed ones were computed once with wechatpy and never change: they tell whether we
still speak what the platform speaks, even if both sides of a round trip go wrong.
"""

from __future__ import annotations

from typing import Any

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.enterprise.crypto import WeChatCrypto as WeComCrypto
from wechatpy.utils import WeChatSigner

from channels.wechat.signature import Signed

TOKEN = "k7Qw2ZpR9sXv4LmB"
KEY = "kWxPq7Zr2LmN8vBcXsYt5HdJ3fGaUeR9oQi1TzS6wMA"
FORMER = "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2bC3dE4f"
APP_ID = "wx0123456789abcdef"
CORP_ID = "ww0123456789abcdef"
SECRET = "s3cretOfTheTestAccount0123456789"

NOW = 1_764_547_200
TIMESTAMP, NONCE = str(NOW), "1839205771"
MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>"
    "<FromUserName><![CDATA[oABC-def_123]]></FromUserName>"
    "<CreateTime>1764547200</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[异地住院能报吗？😀]]></Content>"
    "<MsgId>24836291740113942</MsgId></xml>"
)
ECHO = "5927417710354426180"

SIGNATURE = "658818101fa1eda4fd8cced70e00e24fa9b8460d"
#: Of the two-character text 密文 in place of a cipher.
SIGNATURE_WITH_TEXT = "e640ab9dab1bcd23c7aeb37adb66d4018387e42f"
#: MESSAGE for APP_ID.
ENCRYPTED = (
    "3VRg5mcLQN3upCkHmCTd4IEsZ4sXZBaO4TjBuNsx+hEx0CMvL2tpKbqrqZX80+NzuVzjyYCvw6t1ZdRN"
    "BWSyKipYhs21TygJ8+7v+C8SmTISN5IWy8XkHeWj5Od4bEPenrcEbyunA2fFvPRVYagcCkyaBViDyuz/"
    "WimiiNx1/EOMWVqxO6ahN2b/cWb9vZwntqeaxkdcSnc2UVRNXZYAqVV4pobn9A/rlpXJ4gpRyyIdGp4X"
    "inxjZbhxNxnhAJtGuvvhFvOku6BZfr5rvsnuWRzPq8pSzpO8hdZ6KUiPrC++JpPmZdZ8XJYlYGqhCO/q"
    "ixdiIBPTPPhFtVO55gUiU73dTc67Z79+8NRWz6yX6sDU11eGDNQIlTCuZCjWRg8Gpoq7q4nEJ9sdwicN"
    "muAdKRvBp2DQyZT7qdx8v3n8MGU="
)
ENCRYPTED_SIGNATURE = "fc4d8fd7365ebd6bce287b83481beaff9872daf3"
#: ECHO for CORP_ID, and for nobody as a WeCom bot gets it.
CORP_ECHO = (
    "vizbLCPhjvXJaYBmgTPGIj9QW8MJe09p+i9ss4CCeyHItXF9C8Z/ScW1nn+WsxMRH9FvvlEupcfsk/mb"
    "xtYz+Q=="
)
CORP_ECHO_SIGNATURE = "270bde91bfb2e9d80dd65ebffc4f68b50219d8ab"
BOT_ECHO = (
    "ECnj0a7xq+kuBazKO4DOuVRyV5zYz+DHbx3VHrRSJkGBTJeMx5ZQv0c7PoeuP4u8g84dWck/v3CIS91z"
    "8Xl0wQ=="
)
BOT_ECHO_SIGNATURE = "d08405703340e4f9815e37b3f145003840ac879e"

OFFICIAL = {
    "BAOXIAO_WECHAT_TOKEN": TOKEN,
    "BAOXIAO_WECHAT_APP_ID": APP_ID,
    "BAOXIAO_WECHAT_AES_KEY": KEY,
}
WECOM = {
    "BAOXIAO_WECOM_CORP_ID": CORP_ID,
    "BAOXIAO_WECOM_SECRET": SECRET,
    "BAOXIAO_WECOM_AGENT_ID": "1000002",
    "BAOXIAO_WECOM_TOKEN": TOKEN,
    "BAOXIAO_WECOM_AES_KEY": KEY,
}


def signature_of(*parts: str) -> str:
    """Return the signature that wechatpy makes."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def signed(*encrypted: str, time: int = NOW, token: str = TOKEN) -> Signed:
    """Return a right signature, of a cipher if one is given."""
    right = signature_of(token, str(time), NONCE, *encrypted)
    return Signed(str(time), NONCE, right)


def query(time: int = NOW, **more: str) -> list[tuple[str, str]]:
    """Return the query of a request to an official account."""
    right = signature_of(TOKEN, str(time), NONCE)
    given = {"signature": right, "timestamp": str(time), "nonce": NONCE, **more}
    return list(given.items())


def encrypted(
    text: str = MESSAGE, *, key: str = KEY, app: str = APP_ID, time: int = NOW
) -> tuple[bytes, str]:
    """Return the body that wechatpy encrypts, and its ``msg_signature``."""
    crypto = WeComCrypto if app.startswith("ww") else WeChatCrypto
    body = crypto(TOKEN, key, app).encrypt_message(text, NONCE, str(time))
    return body.encode(), parsed(body)["MsgSignature"]


def decrypted(body: str, *, key: str = KEY, app: str = APP_ID) -> str:
    """Return what wechatpy decrypts, checking the signature."""
    crypto = WeComCrypto if app.startswith("ww") else WeChatCrypto
    outer = parsed(body)
    return str(
        crypto(TOKEN, key, app).decrypt_message(
            body, outer["MsgSignature"], outer["TimeStamp"], outer["Nonce"]
        )
    )


def parsed(body: str) -> dict[str, Any]:
    """Return the fields of a body as another parser reads them."""
    return dict(xmltodict.parse(body)["xml"])
