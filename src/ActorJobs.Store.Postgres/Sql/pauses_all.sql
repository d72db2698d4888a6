SELECT priority, type FROM actorjobs.pause ORDER BY priority, type
