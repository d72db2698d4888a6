// One background-job system under the protocol that tests/ActorJobs.Benchmarks speaks with all of them:
//   node peer.mjs bullmq|graphile|pgboss SUBCOMMAND
// which is: reset, enq-single N INFLIGHT, enq-bulk N, drain N, lat-worker N or lat-send N MS.
// The last line printed is JSON. PEERS_PG_URL or PEERS_REDIS_URL says where the store is.
import { setTimeout as sleep } from 'node:timers/promises';

const BULK = 1000;
const WARM_UP = 200;

const now = () => Number(process.hrtime.bigint()) / 1e6;
const mail = (n, t = 0) => (
  { userId: 12345, email: 'someone@example.com', template: 'welcome', locale: 'en-GB', n, t });

async function measure(jobs, work) {
  const [began, cpu] = [now(), process.cpuUsage()];
  await work();
  const [seconds, used] = [(now() - began) / 1000, process.cpuUsage(cpu)];
  const cpu_s = (used.user + used.system) / 1e6;
  print({ jobs_s: jobs / seconds, s: seconds, cpu_s, rss_mb: process.resourceUsage().maxRSS / 1024, stuck: 0 });
}

function print(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

async function singly(peer, jobs, inFlight) {
  let next = 0;
  const sender = async () => {
    while (next < jobs) await peer.add(mail(next++));
  };
  await Promise.all(Array.from({ length: inFlight }, sender));
}

async function inBulk(peer, jobs) {
  for (let n = 0; n < jobs; n += BULK) {
    await peer.addMany(Array.from({ length: Math.min(BULK, jobs - n) }, (_, i) => mail(n + i)));
  }
}

// Until the store shows nothing left, not only until the last handler has run.
async function drain(peer, jobs) {
  let seen = 0;
  const all = Promise.withResolvers();
  await peer.work(() => {
    if (++seen === jobs) all.resolve();
  });
  await all.promise;
  while ((await peer.left()) > 0) await sleep(5);
}

async function runStamped(peer, jobs) {
  const latencies = [];
  const all = Promise.withResolvers();
  await peer.work((job) => {
    latencies.push(now() - job.t);
    if (latencies.length === jobs) all.resolve();
  });
  process.stdout.write('READY\n');
  await all.promise;
  print({ lat_ms: latencies });
}

async function sendStamped(peer, jobs, interval) {
  for (let n = 0; n < jobs; n++) {
    const stamp = now();
    await peer.add(mail(n, stamp));
    await sleep(Math.max(0, interval - (now() - stamp)));
  }
}

const [name, command, ...words] = process.argv.slice(2);
const [count, second] = words.map(Number);
const { open } = await import(`./${name}.mjs`);
const peer = await open();
switch (command) {
  case 'reset':
    await peer.reset();
    break;
  case 'enq-single':
    await singly(peer, WARM_UP, second);
    await peer.reset();
    await measure(count, () => singly(peer, count, second));
    break;
  case 'enq-bulk':
    await measure(count, () => inBulk(peer, count));
    break;
  case 'drain':
    await measure(count, () => drain(peer, count));
    break;
  case 'lat-worker':
    await runStamped(peer, count);
    break;
  case 'lat-send':
    await sendStamped(peer, count, second);
    break;
  default:
    throw new Error(`There is no sub-command '${command}'.`);
}
process.exit(0);
