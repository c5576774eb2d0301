"""The use cases: what can be done with comments, whichever way it is asked for."""
