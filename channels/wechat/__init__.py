"""WeChat: the channels of an official account (公众号) and of a WeCom app (企业微信).

The protocol opens no connection and keeps no clock of its own:

- ``settings``   what the operator set, refused when it cannot be right
- ``signature``  that a request is from the platform, and fresh
- ``cipher``     the platform's encryption, with the present and the former key
- ``xml``        bodies read without trust, replies written safely
- ``envelope``   the three together: from a request to its fields, and back
- ``messages``   from fields to what was said or done
- ``identity``   the conversation's name, which does not tell who it is
- ``text``       payloads as text that reads well in WeChat
- ``pages``      long text in messages of bounded size
- ``checklist``  a checklist for a narrow screen
- ``problems``   what a person is told instead of an answer
- ``refusals``   what is refused, for the operator's log
- ``faults``     what the platform's error codes mean, and what to do

The channels themselves:

- ``official``, ``wecom``  the two channels, as Rasa opens them
- ``callback``   their routes: from a request to its reply
- ``flow``       each message worked on and answered once, in the time there is
- ``times``      how long everything may take
- ``answering``  what a message or event is answered with
- ``answer``     an answer, as it is kept until it has been given
- ``notes``      further pages, and answers that came late
- ``push``       an answer sent unasked, within what the platform allows
- ``api``, ``calls``, ``tokens``, ``api_errors``  calls of the platform's interface
- ``menu``       the account's menu
- ``discreet``   addresses in logs without what is personal or secret
"""
