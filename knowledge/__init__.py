"""The policy knowledge base: what Baoxiao knows, and nothing about how it is asked.

Ground floor of the house: imports nothing of the project's other packages.

- ``model``   the types of every YAML file in this folder
- ``load``    files to one checked, indexed ``Base``
- ``check``   what must hold across files; ``check_*`` one question of it each
- ``live``    the base in use: files that changed, read again while running
- ``text``    one form for all spellings of a text
- ``drugs``   which medicines of the imported drug catalogue a message names, beside
  ``drug_sheet`` (its sheets as lines), ``drug_store`` (its file), ``drug_names``
- ``glossary`` jargon and what it means
- ``covered`` which things of the coverage index a message names
- ``places``  provinces and cities, by code and by name
- ``figures`` which number holds for a place and a day, and how it reads
- ``select``  which answer holds for these facts, in this place, on this day
- ``procedure``, ``checklist``, ``checklist_text``: what an errand takes, for a person
- ``explain`` why an answer was chosen and the others were not
- ``report``  what is covered, how surely, and what to re-check by when
- ``checklist_row`` a checklist as JSON
- ``numerals``, ``reading``  sums and rates as people write them
- ``facts``   facts as other programs read them and as people write them
- ``json_schema`` the YAML files' types for editors
"""
