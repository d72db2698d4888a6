-- Takes the write lock.
BEGIN IMMEDIATE
