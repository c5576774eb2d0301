"""Running every part of Greenroom on one machine, and keeping it running."""
