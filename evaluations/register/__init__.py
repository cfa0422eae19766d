"""The public register: what was published, searched, counted, followed from wave to wave, cited and taken away.

``words``    a search as somebody types it, and the form of words that the index holds
``storage``  what each database keeps of it, and the questions that are asked of it in its own tongue
``index``    a published report → its rows
``search``   a selection → a page of entries, with the counts of every facet
``extracts`` the lines around the words that were looked for
``course``   what became of the weaknesses of a programme, from one evaluation to the next
``figures``  the reports of an institution, counted by year
``citing``   a report in the formats of bibliographies
"""
