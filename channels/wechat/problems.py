"""What a person is told when there is no answer to give.

Silence looks like a broken account, so everything that can be sent gets a friendly word
and a way on. What to do with it is said first.
"""

from __future__ import annotations

from channels.errors import FAILED
from knowledge.model import Text

WELCOME = Text(
    zh="您好，我是报销助手，谢谢您的关注！医保报销的事，直接打字问我就行，比如：\n"
    "· 在外地看病、备案怎么办\n"
    "· 怎么报销，要带哪些材料\n"
    "· 哪些项目和药品能报\n"
    "· 生孩子、门诊、住院的待遇\n"
    "· 个人账户、参保和转移\n"
    "每个回答都附上法律依据。请不要发身份证号、银行卡号这类信息。\n"
    "You can also ask in English.",
    en="Hello, I am Baoxiao. Thank you for following! Just type your question about "
    "reimbursement by Chinese medical insurance, for example about\n"
    "· care in another place, and how to file for it\n"
    "· how to claim, and which papers to bring\n"
    "· which treatments and medicines are paid\n"
    "· having a baby, outpatient visits, hospital stays\n"
    "· the personal account, joining and transferring\n"
    "Every answer comes with the article of law. Please send no identity or bank card "
    "numbers.\n"
    "也可以用中文提问。",
)

IMAGE = Text(
    zh="谢谢您的图片，可惜我看不了图。请把想问的事打成文字，"
    "比如“我在外地住了院，能报吗”。",
    en="Thank you for the picture, but I cannot read pictures. Please type what you "
    "would like to know, for example: “I was in hospital in another city, is that "
    "paid?”",
)
VIDEO = Text(
    zh="谢谢您的视频，可惜我看不了视频。请把想问的事打成文字发给我。",
    en="Thank you for the video, but I cannot watch videos. Please type your question.",
)
LOCATION = Text(
    zh="收到您的位置，不过我读不了地图。请直接打城市名和想问的事，"
    "比如“我在成都住院，医保在重庆，能报吗”。",
    en="Thank you for your location, but I cannot read maps. Please type the city and "
    "your question, for example: “I am in hospital in Chengdu and insured in "
    "Chongqing, is it paid?”",
)
LINK = Text(
    zh="谢谢您的链接，我不会打开链接。请把里面想问的内容打成文字发给我。",
    en="Thank you for the link, but I do not open links. Please type what you would "
    "like to know about it.",
)
FILE = Text(
    zh="谢谢您的文件，可惜我读不了文件。请把想问的事打成文字发给我，不要发病历和证件。",
    en="Thank you for the file, but I cannot read files. Please type your question, "
    "and send no medical records or identity papers.",
)
UNSUPPORTED = Text(
    zh="这种消息我还看不懂。请把想问的事打成文字发给我。",
    en="I cannot read this kind of message yet. Please type your question.",
)
EMPTY_VOICE = Text(
    zh="抱歉，这段语音我没听清。请再说一遍，或者打成文字发给我。",
    en="Sorry, I could not make out the voice message. Please say it again, or type "
    "it.",
)
# the same word as for the next page: pages.asks_for_more knows both
LATE = Text(
    zh="我还在查，请稍等几秒，再回复“更多”看答案。",
    en="I am still looking it up. Please wait a few seconds, then reply “more” to see "
    "the answer.",
)
BUSY = Text(
    zh="现在问的人很多，请过一会儿再发一次。",
    en="Many people are asking right now. Please send it again in a little while.",
)
FAILURE = FAILED

#: What answers a message that is no text, by ``Incoming.media``.
MEDIA = {
    "image": IMAGE,
    "video": VIDEO,
    "location": LOCATION,
    "link": LINK,
    "file": FILE,
    "unsupported": UNSUPPORTED,
}


def of_media(media: str) -> Text:
    """Return what is said to a message that holds ``media``."""
    return MEDIA.get(media, UNSUPPORTED)


def both(text: Text) -> str:
    """Return ``text`` in both languages, for people whose language is not known."""
    return f"{text.zh}\n\n{text.en}"
