using ActorJobs.Runtime.Scheduler;
using CsCheck;

namespace ActorJobs.Runtime.Tests.Scheduler;

public sealed class DueHeapTests
{
    [Fact]
    public void What_is_set_last_counts_and_the_earliest_comes_first() => Gen.Select(
        Gen.Int[0, 5].Select(Gen.Int[-1, 20], (id, at) => (Id: $"{id}", At: at)).List[0, 50], Gen.Int[0, 20]).Sample((sets, now) =>
    {
        var heap = new DueHeap();
        var expected = new Dictionary<string, int>();
        foreach (var (id, at) in sets)
        {
            heap.Set(id, at < 0 ? null : Any.Now.AddSeconds(at));
            expected.Remove(id);
            if (at >= 0)
            {
                expected[id] = at;
            }
        }

        heap.Count.ShouldBe(expected.Count);
        heap.Next.ShouldBe(expected.Count == 0 ? null : Any.Now.AddSeconds(expected.Values.Min()));
        var due = heap.Take(Any.Now.AddSeconds(now), 3);
        due.Select(id => expected[id]).ShouldBe(expected.Values.Where(at => at <= now).Order().Take(3));
        heap.Count.ShouldBe(expected.Count - due.Count);
    });
}
