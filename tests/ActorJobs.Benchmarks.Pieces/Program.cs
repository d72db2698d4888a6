using ActorJobs.Benchmarks.Pieces;

// Words choose pieces by a part of their class, as Wire; none means all.
return PieceRun.Run(args);
