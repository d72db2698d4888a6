using ActorJobs.Samples.Tests;

// Started only by CrashTests: runs the job type it is told in a process of its own.
await Run.AsJobAsync(args[0], "{}", new FakeJobContext());
