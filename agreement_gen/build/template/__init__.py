"""The language of clause templates: Jinja's syntax, run here on plain data and nothing else.

Jinja reads the text; its own evaluation is not used, because it lets a template reach methods of
Python's objects. What a template can reach is what it was given: texts, whole numbers, dates, yes
or no, lists and keys with values. The nodes that ``run`` matches are the whole language: no call,
no arithmetic, no macro. Loops run over finite data, a template includes only others that it was
given and never itself, and a budget of steps and of characters ends what would grow beyond any
agreement.
"""
