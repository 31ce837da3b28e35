"""assistant.judging: the workbench for judging Dutch. Listening, coaching and reviewing share one small encoder, rules and labelled examples.

`voorbeelden/` holds the labelled data (split by case), `training/` makes the weights in `gewichten/`, the modules here use them.
Nothing here judges a person: every judgement is about words on the table and says why.
"""
