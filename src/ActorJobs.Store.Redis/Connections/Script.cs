using System.Security.Cryptography;
using System.Text;

namespace ActorJobs.Stores.Redis.Connections;

/// <summary>A script with its parts in front, and the hash by which the server knows it.</summary>
internal sealed class Script
{
    // Refused as a whole, before its first write, when memory is full, on a replica, or when the disk is.
    private const string Refusable = "#!lua\n";

    // What takes jobs out of the queue goes on when memory is full; otherwise it could never get empty.
    private const string RunsWhenFull = "#!lua flags=allow-oom\n";
    private const string ReadsOnly = "#!lua flags=no-writes\n";

    // In front of every script that touches jobs.
    private static readonly string[] Base = ["shared/sequence.lua", "shared/names.lua", "shared/job.lua"];

    private static readonly string[] Finishing =
        ["shared/waits.lua", "shared/ending.lua", "shared/adding.lua", "shared/settling.lua", "finish.lua"];

    private Script(string flags, params string[] files)
    {
        Text = flags + string.Concat(files.Select(Read));
#pragma warning disable CA5350 // The name under which Redis keeps a script; nothing is secured by it.
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350
        All.Add(this);
    }

    /// <summary>All of them.</summary>
    public static List<Script> All { get; } = [];

    public static Script Change { get; } = new(
        RunsWhenFull, [.. Base, "shared/waits.lua", "shared/ending.lua", "shared/settling.lua", "change.lua"]);

    public static Script Claim { get; } = new(RunsWhenFull, [.. Base, "shared/fence.lua", "claim.lua"]);

    public static Script Count { get; } = new(ReadsOnly, [.. Base, "count.lua"]);

    public static Script Enqueue { get; } =
        new(Refusable, [.. Base, "shared/waits.lua", "shared/adding.lua", "enqueue.lua"]);

    /// <summary>As <see cref="Enqueue"/>, for jobs that wait for others, which may have ended, or that may replace others.</summary>
    public static Script EnqueueWaiting { get; } = new(Refusable, [
        .. Base, "shared/waits.lua", "shared/ending.lua", "shared/adding.lua", "shared/settling.lua", "enqueue.lua"]);

    /// <summary>As <see cref="Enqueue"/>, for jobs that are ready at once and have nothing that others care for.</summary>
    public static Script EnqueuePlain { get; } =
        new(Refusable, "shared/sequence.lua", "shared/names.lua", "enqueue_plain.lua");

    public static Script Epoch { get; } = new(RunsWhenFull, "shared/sequence.lua", "epoch.lua");

    public static Script Finish { get; } =
        new(RunsWhenFull, [.. Base, .. Finishing]);

    /// <summary>As <see cref="Finish"/>, for outcomes that bring jobs: those need room.</summary>
    public static Script FinishWithChildren { get; } =
        new(Refusable, [.. Base, .. Finishing]);

    public static Script Get { get; } = new(ReadsOnly, [.. Base, "get.lua"]);

    public static Script Lease { get; } = new(RunsWhenFull, "lease.lua");

    public static Script LogAppend { get; } = new(Refusable, "log_append.lua");

    public static Script LogSnapshot { get; } = new(Refusable, "log_snapshot.lua");

    public static Script Promote { get; } = new(RunsWhenFull, [.. Base, "promote.lua"]);

    public static Script Purge { get; } = new(
        RunsWhenFull, [.. Base, "shared/waits.lua", "shared/ending.lua", "shared/settling.lua", "purge.lua"]);

    public static Script Recover { get; } = new(
        RunsWhenFull, [
        .. Base, "shared/fence.lua", "shared/waits.lua", "shared/ending.lua", "shared/settling.lua", "recover.lua"]);

    public static Script Report { get; } = new(Refusable, [.. Base, "report.lua"]);

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>SHA-1 of the text.</summary>
    public byte[] Hash { get; }

    private static string Read(string file)
    {
        using var stream = typeof(Script).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The script {file} is not in this assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
