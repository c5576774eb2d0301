"""The protocol of Akismet, 1.1 and 1.2, for software that speaks it: docs/migrate/akismet.md.

Written from Automattic's published description (Automattic/akismet-api, spec.yml) and from what its
clients send and expect. Whoever calls has a short key or a secret one.

===================  ===============================================================================
verdict              answer
===================  ===============================================================================
approved             ``false``
held                 ``false`` with ``X-akismet-recheck-after``: WordPress lets its people decide
rejected, spam       ``true``: nothing else keeps a comment from going out
spam, beyond doubt   ``true`` with ``X-akismet-pro-tip: discard``: it may be thrown away unseen
===================  ===============================================================================
"""
