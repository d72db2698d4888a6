using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Operations;

namespace ActorJobs.Stores.Redis.Reading;

/// <summary>Counts, taken from the sizes of what the jobs stand in.</summary>
internal static class Counting
{
    /// <summary>Lanes with ready jobs, most urgent first; claimed jobs count.</summary>
    public static async Task<ImmutableArray<Lane>> LanesAsync(RedisLink link, CancellationToken cancellationToken)
    {
        var names = (await link.ReadAsync(db => db.SetMembersAsync(link.Key("lanes")), cancellationToken))
            .Select(name => (string)name!).ToArray();
        var ready = await link.ReadAsync(
            db => Task.WhenAll(names.Select(name => db.SortedSetLengthAsync(link.Key($"i:{(int)JobState.Ready}:{name}")))),
            cancellationToken);
        return [.. Answers.ByUrgency(names.Where((_, i) => ready[i] > 0).Select(Answers.Lane))];
    }

    /// <summary>Counts of the whole queue.</summary>
    public static async Task<StoreCounts> CountAsync(RedisLink link, CancellationToken cancellationToken)
    {
        var answer = (await link.RunAsync(Script.Count, [1], cancellationToken)).List();
        var byState = Names.States.ToImmutableDictionary(state => state, _ => 0L).ToBuilder();
        var waiting = ImmutableDictionary.CreateBuilder<Lane, long>();
        var oldest = ImmutableDictionary.CreateBuilder<Lane, DateTimeOffset>();
        for (var i = 0; i < answer.Length; i += 2 + Names.States.Count)
        {
            if (answer[i + 1 + Names.States.Count].Time() is { } created)
            {
                oldest.Add(Answers.Lane(answer[i].Text()), created);
            }
            foreach (var state in Names.States)
            {
                var jobs = answer[i + 1 + (int)state].Number();
                byState[state] += jobs;
                if (state == JobState.Ready && jobs > 0)
                {
                    waiting.Add(Answers.Lane(answer[i].Text()), jobs);
                }
            }
        }
        return new StoreCounts(byState.ToImmutable(), waiting.ToImmutable(), oldest.ToImmutable());
    }
}
