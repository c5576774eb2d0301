"""Who stands in the tests: Alice moderates, Bob's site sends comments, Charlie is a stranger."""

from service.domain.audit import Actor, ActorKind

ALICE = Actor(ActorKind.PERSON, "alice")
BOB = Actor(ActorKind.SITE, "bobs-key")
CHARLIE = Actor(ActorKind.PERSON, "charlie")
