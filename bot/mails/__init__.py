"""Reads any mail: the way it took, what the receiver's checks and filter wrote into it, and the problem they tell of.

Pure functions over the mail's bytes. They ask nobody: what stands in the header is what was true when it was written.
"""
