using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>Runs the pieces and prints one table: bytes and time for one job of each, and a line of JSON per piece.</summary>
internal static class PieceRun
{
    private const int WarmUps = 5;
    private const int Iterations = 10;
    private const int IterationMilliseconds = 100;

    private static readonly Type[] All =
        [typeof(ClientPieces), typeof(GatewayPieces), typeof(ReaderPieces), typeof(WirePieces), typeof(WorkerPieces)];

    public static int Run(string[] words)
    {
        var chosen = words.Length == 0
            ? All
            : [.. All.Where(type => words.Any(word => type.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)))];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine("pieces: there are client, gateway, reader, wire and worker.");
            return 1;
        }
        var folder = Directory.CreateTempSubdirectory("actorjobs-pieces-");
        try
        {
            var errors = new ErrorLogger();
            var reports = BenchmarkRunner.Run(chosen, Config(folder.FullName, errors))
                .SelectMany(summary => summary.Reports).ToArray();
            Print(Console.Out, reports);
            if (reports.Length > 0 && Array.TrueForAll(reports, report => report.Success))
            {
                return 0;
            }
            Console.Error.WriteLine(errors.Text);
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>In this process, published and set up as a node is: what BenchmarkDotNet would build by itself is not.</summary>
    private static IConfig Config(string folder, ErrorLogger errors) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(WarmUps).WithIterationCount(Iterations)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(IterationMilliseconds)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddValidator(JitOptimizationsValidator.FailOnError)
        .AddLogger(errors)
        .WithArtifactsPath(folder);

    private static void Print(TextWriter output, BenchmarkReport[] reports)
    {
        var rows = reports.Where(report => report.Success).Select(report => (
            Piece: report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            Bytes: report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0,
            Nanoseconds: report.ResultStatistics!.Median)).ToArray();
        output.WriteLine($"| {"for one job",-45} | {"bytes",7} | {"ns",7} |");
        output.WriteLine($"|{new string('-', 47)}|{new string('-', 8)}:|{new string('-', 8)}:|");
        foreach (var (piece, bytes, nanoseconds) in rows)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {piece,-45} | {bytes,7:n0} | {nanoseconds,7:n0} |"));
        }
        foreach (var (piece, bytes, nanoseconds) in rows)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new { bench = "pieces", piece, bytes_per_job = bytes, ns_per_job = Math.Round(nanoseconds, 1) }));
        }
    }

    /// <summary>BenchmarkDotNet tells of every iteration; only what went wrong is kept, to be shown when something did.</summary>
    private sealed class ErrorLogger : ILogger
    {
        private readonly StringBuilder _text = new();

        public string Id => nameof(ErrorLogger);

        public int Priority => 0;

        public string Text => _text.ToString();

        public void Write(LogKind logKind, string text)
        {
            if (logKind == LogKind.Error)
            {
                _text.Append(text);
            }
        }

        public void WriteLine()
        {
        }

        public void WriteLine(LogKind logKind, string text) => Write(logKind, text + Environment.NewLine);

        public void Flush()
        {
        }
    }
}
