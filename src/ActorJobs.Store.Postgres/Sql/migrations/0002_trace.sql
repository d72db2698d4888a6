-- Where the enqueue of a live job stands in a trace (W3C traceparent); history does not keep it.
ALTER TABLE actorjobs.job ADD COLUMN trace text;
