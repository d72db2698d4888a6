-- What every connection of the store sets. The statements are meant for indexes, whatever the tables' sizes were when their
-- plans were made: a queue is empty now and has a million rows in a minute.
SET jit = off;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET plan_cache_mode = force_generic_plan;
SET default_transaction_isolation = 'read committed';
-- A node that is cut off or frozen in mid-transaction must not keep its locks from the others.
SET idle_in_transaction_session_timeout = '10s';
SET tcp_user_timeout = '10s';
SET tcp_keepalives_idle = 5;
SET tcp_keepalives_interval = 2;
SET tcp_keepalives_count = 3;
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
