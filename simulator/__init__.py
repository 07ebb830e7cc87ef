"""A program that behaves like Tencent's servers towards the WeChat channels.

It speaks the platform's protocol on its own (signatures and ciphers by wechatpy), so
that the channel is tried against something that does not share its mistakes.
"""
