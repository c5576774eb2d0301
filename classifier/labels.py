"""The kinds of harm that the classifier scores, in the order of the score columns."""

LABELS = (
    "toxicity",
    "severe_toxicity",
    "insult",
    "profanity",
    "identity_attack",
    "threat",
    "sexually_explicit",
    "spam",
)
