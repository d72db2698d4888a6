-- ?1 job
DELETE FROM progress WHERE job = ?1
