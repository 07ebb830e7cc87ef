"""What stands between people and Rasa.

Every channel:

- ``talk``       a message through: cleaned, options resolved, answered, erased
- ``intake``     cleans a message, bounds its length and hides personal numbers
- ``personal``   where these stand in a text
- ``options``    which option of the last reply a message chooses
- ``history``    what was said, from a conversation's events
- ``conversations`` conversations kept in this process, each bounded
- ``deliveries`` each message is worked on once, however often it is delivered
- ``shared``, ``shared_redis`` what several workers share
- ``settings``, ``errors``, ``limits``

The widget's:

- ``web``        the routes; ``web_shapes`` the JSON; ``signing`` sessions and options;
  ``origins`` which pages may ask

``wechat`` is a package of its own: official accounts and WeCom.
"""
