-- A snapshot for several reads.
BEGIN
