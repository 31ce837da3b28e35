"""tests.promises: what we promise, proved on the real parts. `python -m tests.promises` prints a line each; `--full` the published figures.

A module of this package joins by having a list PROMISES (see kit.Promise). A promise counts only when its test was seen to fail under
each of its planted faults; the faults are switches in the test process, never in the product.
"""
