-- Where the enqueue of an ended job stood in a trace, as 0002_trace.sql has it for live ones.
ALTER TABLE history ADD COLUMN trace TEXT;
