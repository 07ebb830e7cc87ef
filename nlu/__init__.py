"""How a message is understood: Rasa graph components and the pure functions they use.

- ``normalise``  one form for all spellings of a text
- ``language``   Chinese or English
- ``tokenizer``  Han characters and Latin words, with offsets
- ``ngrams``     n-grams, words and marks as sparse features
- ``marks``      facts as features of the topic
- ``encoder``    multilingual sentence vectors as dense features
- ``classifier`` features to a topic, with the ranking of all topics
- ``matching``   facts, places, amounts and articles in a text
- ``mentions``   which places a text names
- ``roles``      whether a place is where one is insured or treated
- ``facts``      the same as Rasa entities
"""
