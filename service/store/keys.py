"""Every Redis key; nothing else builds one.

All keys of a site share the hash tag ``{site}``, so that a site is the unit of a Redis Cluster.

====================================  =======  =====================================================
key                                   type     holds
====================================  =======  =====================================================
gr:sites                              set      names of all sites
gr:key:<id>                           hash     an API key, by its public id
gr:admin-keys                         set      ids of the keys that administer all sites
gr:workers                            zset     worker process → when it was last seen, ms
gr:limit…                             any      counts posts by key and address (of `limits`)
gr:decided                            channel  ids of comments that just left ``pending``: a hint
gr:{site}:site                        hash     the site itself
gr:{site}:keys                        set      ids of the site's API keys
gr:{site}:moderators                  hash     name → moderator
gr:{site}:policy                      hash     version → policy; ``current`` → version
gr:{site}:comment:<id>                hash     a comment
gr:{site}:pending                     zset     ids to be scored, by due time in ms: queue, lease and
                                               retry schedule in one
gr:{site}:attempts                    hash     id → how often its scoring was begun
gr:{site}:status:<status>             zset     ids by time of arrival, ms
gr:{site}:held:priority               zset     held ids, by how much they need a person
gr:{site}:held:reason:<code>          zset     held ids that have this reason, by time of arrival
gr:{site}:thread:<hash>               zset     approved ids of a thread, by time of writing
gr:{site}:once:<hash>                 string   idempotency key or external id → ``<id> <digest>``
gr:{site}:audit                       stream   the audit log
gr:{site}:events                      stream   the last events, for live listeners
====================================  =======  =====================================================
"""

import hashlib

from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode

SITES = "gr:sites"
ADMIN_KEYS = "gr:admin-keys"
WORKERS = "gr:workers"
LIMITS = "gr:limit"
DECIDED = "gr:decided"


def api_key(key_id: str) -> str:
    """Name the hash of an API key."""
    return f"gr:key:{key_id}"


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


class SiteKeys:
    """The keys of one site."""

    def __init__(self, site: str) -> None:
        self._prefix = f"gr:{{{site}}}:"
        self.site = self._prefix + "site"
        self.keys = self._prefix + "keys"
        self.moderators = self._prefix + "moderators"
        self.policy = self._prefix + "policy"
        self.pending = self._prefix + "pending"
        self.attempts = self._prefix + "attempts"
        self.held_by_priority = self._prefix + "held:priority"
        self.held_by_reason = self._prefix + "held:reason:"
        self.audit = self._prefix + "audit"
        self.events = self._prefix + "events"
        self.thread_prefix = self._prefix + "thread:"

    def comment(self, comment_id: str) -> str:
        """Name the hash of a comment."""
        return f"{self._prefix}comment:{comment_id}"

    def status(self, status: Status) -> str:
        """Name the index of the comments that have a status."""
        return f"{self._prefix}status:{status}"

    def reason(self, code: ReasonCode) -> str:
        """Name the index of the held comments that have a reason."""
        return self.held_by_reason + code

    def thread(self, thread_id: str) -> str:
        """Name the index of a thread's approved comments."""
        return self.thread_prefix + _short(thread_id)

    def once(self, kind: str, value: str) -> str:
        """Name what an idempotency key or an external id stands for."""
        return f"{self._prefix}once:{kind}:{_short(value)}"

    def of_transition(self, comment_id: str, thread_id: str) -> list[str]:
        """List the keys of ``transition.lua``, in its order."""
        return [
            self.comment(comment_id),
            self.pending,
            self.attempts,
            self.audit,
            self.events,
            self.thread(thread_id),
            self.held_by_priority,
            self.held_by_reason,
            *(self.status(status) for status in LIVE),
        ]
