"""What each act in a ledger does to the clock, with the article that gives it its effect.

An act that the law does not allow leaves a finding and has no effect.
"""
