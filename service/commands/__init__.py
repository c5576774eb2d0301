"""The commands of `greenroom`: one module each, whose `command` is what runs."""
