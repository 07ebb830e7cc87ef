"""What the assistant says: rasa-sdk actions, thin, over the knowledge base.

- ``answer``      one action for every topic
- ``items``, ``drugs``  the things and medicines that a message names
- ``article``     a statute's article by number
- ``fallback``    nothing fits: say what was understood, offer the nearest topics
- ``small_talk``  greetings, thanks, a person, another language …
- ``guide``, ``guides`` the guided tasks: forms, and their pure planners
- ``offers``    which answer offers which task
- ``turn``        what an action needs of the tracker: language, facts, topic, day
- ``reply``       a selection as messages: plain text and a structured payload
- ``wording``     the fixed phrases, in both languages
- ``in_process``  the same actions without an action server
"""
