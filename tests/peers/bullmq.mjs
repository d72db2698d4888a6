// BullMQ with its defaults (ended jobs are kept), but 100 jobs at a time instead of one.
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const CONCURRENCY = 100;
const NAME = 'mail';

export async function open() {
  const connect = () => new Redis(process.env.PEERS_REDIS_URL, { maxRetriesPerRequest: null });
  const queue = new Queue(NAME, { connection: connect() });
  await queue.waitUntilReady();
  return {
    reset: async () => {
      await connect().flushdb();
    },
    add: (job) => queue.add(NAME, job),
    addMany: (jobs) => queue.addBulk(jobs.map((data) => ({ name: NAME, data }))),
    left: async () => {
      const counts = await queue.getJobCounts('wait', 'active');
      return counts.wait + counts.active;
    },
    work: async (handle) => {
      const settings = { connection: connect(), concurrency: CONCURRENCY };
      const worker = new Worker(NAME, async (job) => handle(job.data), settings);
      await worker.waitUntilReady();
    },
  };
}
