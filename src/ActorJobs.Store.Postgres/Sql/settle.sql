-- Last in the transaction that ended these jobs. $1 ids, some of which may not have ended, $2 when
SELECT actorjobs.settle($1, $2)
