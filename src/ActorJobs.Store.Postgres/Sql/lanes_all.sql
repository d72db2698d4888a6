SELECT lane, priority, type FROM actorjobs.lane
