-- ?1 lane, ?2 state, ?3 difference
INSERT INTO counts (lane, state, jobs) VALUES (?1, ?2, ?3) ON CONFLICT (lane, state) DO UPDATE SET jobs = jobs + excluded.jobs
