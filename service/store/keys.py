"""Every Redis key; nothing else builds one.

All keys of a site share the hash tag ``{site}``, so that a site is the unit of a Redis Cluster.

====================================  =======  =====================================================
key                                   type     holds
====================================  =======  =====================================================
gr:sites                              set      names of all sites
gr:key:<id>                           hash     an API key, by its public id
gr:admin-keys                         set      ids of the keys that administer all sites
gr:workers                            zset     worker process → when it was last seen, ms
gr:limit…                             any      counts of posts and attempts to sign in (of `limits`)
gr:{*}:models                         hash     id → what is known of a model
gr:{*}:model:<id>                     hash     its artifact: ``weights``, ``manifest``, ``card``
gr:{*}:model-choices                  hash     site or ``*`` → models it has chosen; ``#`` → version
gr:{*}:model-acts:<site>              list     what was done with models, the last first
gr:{*}:model-processes                hash     process → which models it goes by, and its troubles
gr:session:<digest>                   string   a moderator's session, by the hash of its token
gr:decided                            channel  ids of comments that just left ``pending``: a hint
gr:knocks                             channel  what just came in or was edited, and where: a hint
gr:{site}:site                        hash     the site itself
gr:{site}:keys                        set      ids of the site's API keys
gr:{site}:moderators                  hash     name → moderator
gr:{site}:sessions:<name>             set      digests of a moderator's sessions
gr:{site}:policy                      hash     version → policy; ``current`` → version
gr:{site}:thread-modes                hash     thread → its own mode
gr:{site}:words                       hash     id → entry of the list; ``version``
gr:{site}:word-tallies                hash     ``<id>:<what>`` → how often
gr:{site}:comment:<id>                hash     a comment
gr:{site}:pending                     zset     ids to be scored by due time, ms: queue, lease, retry
gr:{site}:mark:<id>                   string   where in which trace a comment came in, if anywhere
gr:{site}:attempts                    hash     id → how often its scoring was begun
gr:{site}:status:<status>             zset     ids by time of arrival, ms
gr:{site}:thread:<hash>               zset     approved ids of a thread, by time of writing
gr:{site}:threads                     hash     hash of a thread's id → its id, URL and title
gr:{site}:once:<hash>                 string   id of what came under an idempotency key
gr:{site}:external:<part>             hash     hash of an external id → id of what came under it
gr:{site}:queue:<place>               zset     the review queue, in each of its orders and parts:
                                               ``priority``, ``free``, ``arrival``, ``reports``,
                                               ``reason:<code>``, ``label:<label>``, ``flood:<id>``
gr:{site}:said:<hash>                 string   what was said, where and by whom → the last comment
                                               that says it, for as long as hashes are kept
gr:{site}:usage:<key>:<month>         hash     ``<blog> <what>`` → calls by another protocol
gr:{site}:coral-secrets               hash     id → secret that the site's Coral signs with
gr:{site}:claims                      zset     claimed ids, by the end of the lease in ms
gr:{site}:claimants                   hash     claimed id → moderator
gr:{site}:skips:<hash>                zset     ``<id> <version>`` a moderator has skipped, by time
gr:{site}:who:<hash>                  hash     what became of an author's comments
gr:{site}:by:<hash>                   zset     an author's ids, by time of arrival
gr:{site}:bans                        hash     identity → ban
gr:{site}:near:<time>                 hash     part of a signature → flood whose first text has it;
                                               flood → its first text; for a window of time
gr:{site}:near:kept                   hash     the same of floods of which there is an order
gr:{site}:flood:<id>                  zset     ids of a flood of more than one, by time of arrival
gr:{site}:flood-orders                hash     flood → what was ordered for its later arrivals
gr:{site}:act:<id>                    list     what one decision changed, so that it can be undone
gr:{site}:reports:<id>                hash     reporter → report of a comment
gr:{site}:notes:<id>                  list     moderators' notes on a comment
gr:{site}:webhooks                    hash     id → webhook: where the site wants to be told
gr:{site}:subscriptions               hash     id of a webhook that is not disabled → its events
gr:{site}:outbox                      zset     what webhooks are still to be told, by due time
gr:{site}:outbox-attempts             hash     what is to be told → how often it was tried
gr:{site}:dead-letters:<id>           zset     what a webhook could not be told, by when given up
gr:{site}:failures                    hash     ``<id>:since``, ``<id>:error`` of webhooks that fail
gr:{site}:example:<id>                hash     a labelled example, for as long as set
gr:{site}:examples                    zset     ids of the examples, by when they were given, ms
gr:{site}:examples-of:<hash>          zset     examples of a comment, or of an author without one
gr:{site}:revisions:<id>              list     earlier texts of a comment, for as long as set
gr:{site}:rescorings                  zset     ids of rescorings, by when they were ordered
gr:{site}:rescorings:open             zset     those that go on, by when their next page is due, ms
gr:{site}:rescoring:<id>              hash     what is ordered, and how far it is
gr:{site}:rescoring:<id>:pages        hash     page under way → its bounds, size and attempts
gr:{site}:rescoring:<id>:leases       zset     page under way → end of its lease, ms
gr:{site}:rescoring:<id>:changes      list     verdicts that are, or would be, others
gr:{site}:retention                   hash     task → arrival, ms, up to which it is done;
                                               ``day`` → the last that was gone through
gr:{site}:agreement:<models>          hash     how often a shadow agrees with the deciding one
gr:{site}:differences:<models>        stream   the last comments of which it said something else
gr:{site}:second:waiting              zset     decided ids that await a second opinion, by time
gr:{site}:second:firsts               hash     id → the first opinion
gr:{site}:second:disputed             zset     ids on which two people disagree, by time
gr:{site}:second:seconds              hash     id → the second opinion, of those
gr:{site}:figures:day:<day>           hash     counters (`domain/counting.py`), for 400 days
gr:{site}:figures:hour:<hour>         hash     those of verdicts and decisions, for eight days
gr:{site}:figures:floods:<day>        zset     a day's largest floods, by texts
gr:{site}:figures:flood-examples:<day>  hash   flood → a comment of it
gr:{site}:audit                       stream   the audit log
gr:{site}:setting-changes             stream   the log of changes that no comment is about
gr:{site}:events                      stream   the last events, for live listeners
====================================  =======  =====================================================
"""

import base64
import hashlib

from service.domain.statuses import Status

SITES = "gr:sites"
ADMIN_KEYS = "gr:admin-keys"
WORKERS = "gr:workers"
LIMITS = "gr:limit"
DECIDED = "gr:decided"
KNOCKS = "gr:knocks"
MODELS = "gr:{*}:models"
MODEL_CHOICES = "gr:{*}:model-choices"
MODEL_PROCESSES = "gr:{*}:model-processes"


def api_key(key_id: str) -> str:
    """Name the hash of an API key."""
    return f"gr:key:{key_id}"


def session(digest: str) -> str:
    """Name a session, by the hash of its token."""
    return f"gr:session:{digest}"


def model(model_id: str) -> str:
    """Name the artifact of a model."""
    return f"gr:{{*}}:model:{model_id}"


def model_acts(site: str) -> str:
    """Name the list of what was done with models, for a site or for all."""
    return f"gr:{{*}}:model-acts:{site}"


def short_thread(thread_id: str) -> str:
    """Name a thread in its comments and in keys."""
    return _short(thread_id)


def _short(text: str) -> str:
    digest = hashlib.blake2b(text.encode(), digest_size=12).digest()
    return base64.urlsafe_b64encode(digest).decode()


class _Key:
    """A key that each site has one of; put together when it is asked for, since few are."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, keys: "SiteKeys", _owner: type["SiteKeys"]) -> str:
        return keys.prefix + self._name


class SiteKeys:
    """The keys of one site."""

    site = _Key("site")
    keys = _Key("keys")
    moderators = _Key("moderators")
    policy = _Key("policy")
    threads = _Key("threads")
    thread_modes = _Key("thread-modes")
    words = _Key("words")
    word_tallies = _Key("word-tallies")
    pending = _Key("pending")
    attempts = _Key("attempts")
    claims = _Key("claims")
    claimants = _Key("claimants")
    bans = _Key("bans")
    webhooks = _Key("webhooks")
    subscriptions = _Key("subscriptions")
    outbox = _Key("outbox")
    outbox_attempts = _Key("outbox-attempts")
    failures = _Key("failures")
    retention = _Key("retention")
    rescorings = _Key("rescorings")
    rescorings_open = _Key("rescorings:open")
    flood_orders = _Key("flood-orders")
    near = _Key("near:")
    coral_secrets = _Key("coral-secrets")
    examples = _Key("examples")
    setting_changes = _Key("setting-changes")
    audit = _Key("audit")
    events = _Key("events")
    thread_prefix = _Key("thread:")

    def __init__(self, site: str) -> None:
        self.prefix = f"gr:{{{site}}}:"

    def sessions(self, moderator: str) -> str:
        """Name the list of a moderator's sessions."""
        return f"{self.prefix}sessions:{moderator}"

    def comment(self, comment_id: str) -> str:
        """Name the hash of a comment."""
        return f"{self.prefix}comment:{comment_id}"

    def mark(self, comment_id: str) -> str:
        """Name the mark that a comment left where it came in."""
        return f"{self.prefix}mark:{comment_id}"

    def status(self, status: Status) -> str:
        """Name the index of the comments that have a status."""
        return f"{self.prefix}status:{status}"

    def queue(self, place: str) -> str:
        """Name a part of the review queue, or one of its orders."""
        return f"{self.prefix}queue:{place}"

    def skips(self, moderator: str) -> str:
        """Name the list of what a moderator has skipped."""
        return f"{self.prefix}skips:{_short(moderator)}"

    def second(self, part: str) -> str:
        """Name a table of second opinions."""
        return f"{self.prefix}second:{part}"

    def figures(self, part: str) -> str:
        """Name a table of counters; of no part, the prefix of all."""
        return f"{self.prefix}figures:{part}"

    def flood(self, flood_id: str) -> str:
        """Name the list of a flood's comments; of no flood, the prefix of all."""
        return f"{self.prefix}flood:{flood_id}"

    def act(self, decision_id: str) -> str:
        """Name what one decision changed."""
        return f"{self.prefix}act:{decision_id}"

    def reports(self, comment_id: str) -> str:
        """Name the reports of a comment."""
        return f"{self.prefix}reports:{comment_id}"

    def notes(self, comment_id: str) -> str:
        """Name the notes on a comment."""
        return f"{self.prefix}notes:{comment_id}"

    def revisions(self, comment_id: str) -> str:
        """Name the earlier texts of a comment."""
        return f"{self.prefix}revisions:{comment_id}"

    def said(self, saying: str) -> str:
        """Name the last comment that says something."""
        return f"{self.prefix}said:{saying}"

    def usage(self, key_id: str, month: str) -> str:
        """Name what was called with a key in a month, written as 2026-01."""
        return f"{self.prefix}usage:{key_id}:{month}"

    def example(self, example_id: str) -> str:
        """Name a labelled example; of no id, the prefix of all."""
        return f"{self.prefix}example:{example_id}"

    def examples_of(self, link: str) -> str:
        """Name the list of the examples of a comment, or under an author's identity."""
        return f"{self.prefix}examples-of:{_short(link)}"

    def rescoring(self, rescoring_id: str, part: str = "") -> str:
        """Name a rescoring, or one part of it: ``pages``, ``leases``, ``changes``."""
        return f"{self.prefix}rescoring:{rescoring_id}" + (part and f":{part}")

    def dead_letters(self, webhook_id: str) -> str:
        """Name what a webhook could not be told."""
        return f"{self.prefix}dead-letters:{webhook_id}"

    def agreement(self, deciding: str, shadow: str) -> str:
        """Name the figures of two models side by side."""
        return f"{self.prefix}agreement:{deciding}:{shadow}"

    def differences(self, deciding: str, shadow: str) -> str:
        """Name the last comments that two models differ on."""
        return f"{self.prefix}differences:{deciding}:{shadow}"

    def who(self, identity: str) -> str:
        """Name what is known of an author under one of their identities."""
        return f"{self.prefix}who:{_short(identity)}"

    def by(self, identity: str) -> str:
        """Name the list of what an author wrote under one of their identities."""
        return f"{self.prefix}by:{_short(identity)}"

    def thread(self, thread_id: str) -> str:
        """Name the index of a thread's approved comments."""
        return self.thread_prefix + short_thread(thread_id)

    def once(self, idempotency_key: str) -> str:
        """Name what an idempotency key stands for."""
        return f"{self.prefix}once:{_short(idempotency_key)}"

    def external(self, external_id: str) -> tuple[str, str]:
        """Name what an external id stands for: the table, one of many small ones, and the field."""
        short = _short(external_id)
        return f"{self.prefix}external:{short[:2]}", short[2:]
