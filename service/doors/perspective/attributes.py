"""Perspective's attributes, and what of ours answers for each.

A score is our model's, for the label of that meaning, or the policy's; where there is neither, the
attribute is not supported, and no number is made up.
"""

LIKELY_TO_REJECT = "LIKELY_TO_REJECT"
"""Answered by the site's policy, in any language."""

LABEL_OF = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "profanity",
    "THREAT": "threat",
    "SEXUALLY_EXPLICIT": "sexually_explicit",
    "SPAM": "spam",
    # Obscene or vulgar language such as cursing: what our label of profanity was learnt from.
    "OBSCENE": "profanity",
    # Other models of the same thing there; here it is the same one.
    "TOXICITY_FAST": "toxicity",
    "TOXICITY_EXPERIMENTAL": "toxicity",
    "SEVERE_TOXICITY_EXPERIMENTAL": "severe_toxicity",
    "IDENTITY_ATTACK_EXPERIMENTAL": "identity_attack",
    "INSULT_EXPERIMENTAL": "insult",
    "PROFANITY_EXPERIMENTAL": "profanity",
    "THREAT_EXPERIMENTAL": "threat",
}
"""Attributes that a label of ours answers for."""

NOT_SUPPORTED = frozenset(
    {
        "ATTACK_ON_AUTHOR",
        "ATTACK_ON_COMMENTER",
        "ATTACK_ON_PUBLISHER",
        "FLIRTATION",
        "INCOHERENT",
        "INFLAMMATORY",
        "OFF_TOPIC",
        "UNSUBSTANTIAL",
        "AFFINITY_EXPERIMENTAL",
        "COMPASSION_EXPERIMENTAL",
        "CURIOSITY_EXPERIMENTAL",
        "NUANCE_EXPERIMENTAL",
        "PERSONAL_STORY_EXPERIMENTAL",
        "REASONING_EXPERIMENTAL",
        "RESPECT_EXPERIMENTAL",
    }
)
"""Attributes that exist there, and that nothing of ours measures."""
