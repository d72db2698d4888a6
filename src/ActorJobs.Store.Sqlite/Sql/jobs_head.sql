-- What a change must know of a live job. ?1 id
SELECT lane, state, position, used, retry_base, max_retries, interruptions, cancel_requested, unique_key, errors
FROM jobs WHERE id = ?1
