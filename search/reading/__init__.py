"""The words of a file: read in a process of its own (child.py), which is given up when it takes too much (process.py).

Nothing here knows of pages nor of the index, and the child knows nothing of Django: it starts in no time, with none of
the site's secrets.
"""
