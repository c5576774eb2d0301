"""Coral's external moderation phase: one URL for each site, docs/migrate/coral-phase.md.

Written from Coral's own code (coralproject/talk): what it sends and accepts is in
``server/src/core/server/services/comments/pipeline/phases/external.ts``, how it signs in
``models/settings/signingSecret/helpers.ts``, how it serialises in ``services/fetch/fetch.ts``.
"""
