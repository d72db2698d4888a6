-- What every connection of the store sets. The statements are meant for indexes, whatever the tables' sizes were when their
-- plans were made: a queue is empty now and has a million rows in a minute. Where that is not enough, as a planner that knows a
-- table as empty would read an index of it from end to end, statements say id = ANY (ARRAY[x.id]) for id = x.id, which serves no
-- merge join, and state + 0 = 1, which no partial index promises: what is left is a look at each row. PostgresPlanTests.
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
