"""What stands between people and Rasa.

- ``intake``  cleans a message, bounds its length and hides personal numbers
- ``options`` which option of the last reply a message chooses
"""
