"""The demonstration's year, 1 June 2019 to 30 June 2020: who came, what happened, told through the write doors.

Everything follows from the seed alone, so that the same rows come on any day: nothing here asks what day it is.
"""
