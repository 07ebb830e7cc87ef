"""The policy knowledge base: what Baoxiao knows, and nothing about how it is asked.

Ground floor of the house: imports nothing of the project's other packages.

- ``model``   the types of every YAML file in this folder
- ``load``    files to one checked, indexed ``Base``
- ``check``   what must hold across files
- ``places``  provinces and cities, by code and by name
- ``figures`` which number holds for a place and a day, and how it reads
- ``select``  which answer holds for these facts, in this place, on this day
- ``procedure``, ``checklist``, ``checklist_text``: what an errand takes, for a person
- ``checklist_row`` a checklist as JSON
- ``numerals``, ``reading``  sums and rates as people write them
- ``facts``   facts as other programs read them and as people write them
"""
