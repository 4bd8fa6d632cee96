"""The office at work (督察办公): use cases, the unit of work, views, outbox, proof."""
