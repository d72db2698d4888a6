-- What a claim must know. ?1 id
SELECT lane, state, used, unique_key IS NOT NULL FROM jobs WHERE id = ?1
