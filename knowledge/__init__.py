"""The policy knowledge base: what Baoxiao knows, and nothing about how it is asked.

Ground floor of the house: imports nothing of the project's other packages.

- ``model``   the types of every YAML file in this folder
- ``load``    files to one checked, indexed ``Base``
- ``check``   what must hold across files
- ``text``    one form for all spellings of a text
- ``drugs``   which medicines of the imported drug catalogue a message names, beside
  ``drug_sheet`` (its sheets as lines), ``drug_store`` (its file), ``drug_names``
- ``covered`` which things of the coverage index a message names
- ``places``  provinces and cities, by code and by name
- ``figures`` which number holds for a place and a day, and how it reads
- ``select``  which answer holds for these facts, in this place, on this day
"""
