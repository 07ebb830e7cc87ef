"""The command line: thin commands over plain functions.

- ``main``      the commands and their options
- ``chat``      a conversation in the terminal
- ``ask``       questions in, answers out, one line each
- ``checklist`` what an errand takes, as text to print or JSON
- ``assistant`` the trained model and the actions, in this process
- ``training``  when to train, and how
- ``knowledge`` the knowledge base looked into: report, show, schema
- ``report``    coverage and dues as tables or a page
- ``explain``   an answer with the reasons for it
- ``import_drugs`` the official drug catalogue, from a file
- ``render``    payloads as readable terminal text
- ``quiet``     keeps dependencies' noise away from people
- ``project``   where things are
"""
