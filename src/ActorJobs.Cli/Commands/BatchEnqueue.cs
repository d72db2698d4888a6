using System.Globalization;
using System.Runtime.CompilerServices;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Client;
using ActorJobs.Client.Http;
using Spectre.Console;

namespace ActorJobs.Cli.Commands;

/// <summary>Enqueues the lines of a file or of standard input, with a progress bar of what is durable.</summary>
internal static class BatchEnqueue
{
    private const int MaxErrorsShown = 20;

    public static async Task<int> RunAsync(CliCall call, string path, long? total)
    {
        var isInput = path == "-";
        if (!isInput && !File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'.");
        }
        if (!isInput && CliCall.ShowsProgress)
        {
            total = await CountLinesAsync(path, call.Token);
        }
        using var input = isInput
            ? new StreamReader(Console.OpenStandardInput())
            : new StreamReader(path);
        var run = new BatchRun(call, input);
        await ProgressView.RunAsync(call, "Enqueuing", total, run.SendAsync);
        return run.Report();
    }

    private static async Task<long> CountLinesAsync(string path, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            count += string.IsNullOrWhiteSpace(line) ? 0 : 1;
        }
        return count;
    }

    /// <summary>The lines on their way.</summary>
    private sealed class BatchRun(CliCall call, StreamReader input)
    {
        private readonly List<BatchRejection> _errors = [];
        private readonly List<long> _lineOf = [];
        private long _lines;
        private long _read;
        private long _sent;
        private long _accepted;
        private long _duplicates;
        private long _rejected;

        public async Task SendAsync(Action<long> isDone)
        {
            await foreach (var part in call.Client.EnqueueStreamAsync(ReadAsync(call.Token), call.Token))
            {
                _duplicates += part.Duplicates;
                _accepted += part.Ids.Length - part.Duplicates;
                foreach (var rejection in part.Rejected)
                {
                    Reject(_lineOf[(int)(rejection.Index - _sent)], rejection.Error);
                }
                _lineOf.RemoveRange(0, (int)(part.Read - _sent));
                _sent = part.Read;
                isDone(_accepted + _duplicates + _rejected);
            }
        }

        /// <summary>Says what became of the lines.</summary>
        public int Report()
        {
            if (call.IsJson)
            {
                JsonOut.Write(new BatchOut(_read, _accepted, _duplicates, _rejected, [.. _errors]));
                return _rejected == 0 ? ExitCodes.Done : ExitCodes.No;
            }
            foreach (var error in _errors.OrderBy(error => error.Index))
            {
                call.Err.MarkupLineInterpolated(
                    CultureInfo.InvariantCulture, $"[red]line {error.Index}:[/] {error.Error}");
            }
            if (_rejected > _errors.Count)
            {
                call.Err.WriteLine($"… and {_rejected - _errors.Count} more lines.");
            }
            call.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{_accepted:N0} enqueued, {_duplicates:N0} duplicates, {_rejected:N0} rejected."));
            return _rejected == 0 ? ExitCodes.Done : ExitCodes.No;
        }

        private async IAsyncEnumerable<JobRequest> ReadAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await input.ReadLineAsync(cancellationToken) is { } line)
            {
                _lines++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }
                _read++;
                var (request, error) = LineReader.Read(line);
                if (request is null)
                {
                    Reject(_lines, error!);
                    continue;
                }
                _lineOf.Add(_lines);
                yield return request;
            }
        }

        private void Reject(long line, string error)
        {
            _rejected++;
            if (_errors.Count < MaxErrorsShown)
            {
                _errors.Add(new BatchRejection(line, error));
            }
        }
    }
}
