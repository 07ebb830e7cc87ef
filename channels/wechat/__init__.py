"""WeChat: what the official account and WeCom (企业微信) say, and how to answer.

Nothing here opens a connection or keeps a clock of its own: requests come in as bytes
and strings, the time is given, and what goes out is text.

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
"""
