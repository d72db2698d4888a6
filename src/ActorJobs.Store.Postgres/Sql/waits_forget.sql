-- Jobs that go wait for nothing any more. $1 successors
DELETE FROM actorjobs.waits WHERE successor = ANY ($1::uuid[])
