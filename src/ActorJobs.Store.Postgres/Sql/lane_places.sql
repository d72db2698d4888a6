-- The last number of places taken. To be read before lane_holds.
SELECT last_value FROM actorjobs.position_seq
