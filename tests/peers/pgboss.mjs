// pg-boss with batches of 1000 that it fetches without a pause, and notifications; ended jobs are kept, as by default.
import pg from 'pg';
import { PgBoss } from 'pg-boss';

const NAME = 'mail';
const BATCH = 1000;

export async function open() {
  const pool = new pg.Pool({ connectionString: process.env.PEERS_PG_URL, max: 2 });
  let boss = await started();
  async function started() {
    const made = new PgBoss({ connectionString: process.env.PEERS_PG_URL, max: 20, useListenNotify: true });
    made.on('error', (fault) => process.stderr.write(`${fault}\n`));
    await made.start();
    await made.createQueue(NAME, { notify: true });
    return made;
  }
  return {
    reset: async () => {
      await boss.stop({ graceful: false });
      await pool.query('DROP SCHEMA IF EXISTS pgboss CASCADE');
      boss = await started();
    },
    add: (job) => boss.send(NAME, job),
    addMany: (jobs) => boss.insert(NAME, jobs.map((data) => ({ data }))),
    left: async () =>
      Number((await pool.query("SELECT count(*) FROM pgboss.job WHERE state < 'completed'")).rows[0].count),
    work: (handle) =>
      boss.work(NAME, { batchSize: BATCH, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true }, async (jobs) => {
        for (const job of jobs) handle(job.data);
      }),
  };
}
