"""The Perspective door: ``/v1alpha1``, as the Comment Analyzer API speaks."""
