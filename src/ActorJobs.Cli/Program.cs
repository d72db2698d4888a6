using ActorJobs.Cli;

// Composes and decides nothing.
return await CommandLine.RunAsync(args);
