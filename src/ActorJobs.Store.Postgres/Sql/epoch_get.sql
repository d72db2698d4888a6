SELECT epoch FROM actorjobs.queue
