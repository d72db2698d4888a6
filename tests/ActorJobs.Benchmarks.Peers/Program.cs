// A background-job system of .NET under the protocol that tests/ActorJobs.Benchmarks speaks with all of them:
//   ActorJobs.Benchmarks.Peers hangfire-postgres|hangfire-redis|quartz SUBCOMMAND
// which is: reset, enq-single N INFLIGHT, enq-bulk N, drain N, lat-worker N or lat-send N MS.
// The last line printed is JSON. PEERS_PG_URL or PEERS_REDIS_URL says where the store is.
//
// Settings, of each the fast ones that its documentation names:
//   all                20 jobs at a time, the most that Hangfire takes by itself; 10 and 50 were within the noise
//   hangfire-postgres  long polling (LISTEN/NOTIFY), asking every second besides; sliding invisibility time-out
//   hangfire-redis     defaults, which wake workers by publish/subscribe
//   quartz             clustered ADO store; batches as large as the thread pool, as by default in such a store; an idle
//                      wait of 1 s, its least, as no node tells another of a new trigger; a misfire only after an hour,
//                      so that a backlog is none. A job is a trigger of one stored job.
// Hangfire keeps ended jobs for a day, as by default; Quartz keeps none. Hangfire has no bulk call outside its paid
// edition: 50 threads of single ones stand in for it.
using ActorJobs.Benchmarks.Peers;

// Hangfire's calls block their threads.
ThreadPool.SetMinThreads(100, 100);
IPeer peer = args switch
{
    ["hangfire-postgres", ..] => HangfirePeer.OnPostgres(),
    ["hangfire-redis", ..] => HangfirePeer.OnRedis(),
    ["quartz", ..] => new QuartzPeer(),
    _ => throw new ArgumentException("The first word must be hangfire-postgres, hangfire-redis or quartz."),
};
await new PeerCommands(peer).RunAsync(args[1..]);
Environment.Exit(0); // servers that were started would keep the process
