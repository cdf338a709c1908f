"""Pages that look across packages: home, work queues, the map, the outbox."""
