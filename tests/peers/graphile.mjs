// graphile-worker with a local queue of 500 jobs, its fast way; ended jobs are deleted, as by default.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';

const NAME = 'mail';
const CONCURRENCY = 24;
const LOCAL_QUEUE = 500;

export async function open() {
  const pgPool = new pg.Pool({ connectionString: process.env.PEERS_PG_URL, max: 20 });
  pgPool.on('error', (fault) => process.stderr.write(`${fault}\n`));
  pgPool.on('connect', (client) => client.on('error', () => {})); // wanted by graphile-worker; the pool tells of it
  const logger = new Logger(() => () => {});
  let utils = await migrated();
  async function migrated() {
    const made = await makeWorkerUtils({ pgPool, logger });
    await made.migrate();
    return made;
  }
  return {
    reset: async () => {
      await pgPool.query('DROP SCHEMA IF EXISTS graphile_worker CASCADE');
      utils = await migrated();
    },
    add: (job) => utils.addJob(NAME, job),
    addMany: (jobs) => utils.addJobs(jobs.map((payload) => ({ identifier: NAME, payload }))),
    left: async () => Number((await pgPool.query('SELECT count(*) FROM graphile_worker.jobs')).rows[0].count),
    work: async (handle) => {
      await run({
        pgPool,
        logger,
        noHandleSignals: true,
        taskList: { [NAME]: async (payload) => handle(payload) },
        preset: {
          worker: {
            concurrentJobs: CONCURRENCY,
            localQueue: { size: LOCAL_QUEUE },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      });
    },
  };
}
