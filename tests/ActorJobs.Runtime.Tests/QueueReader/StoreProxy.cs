using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Tests.QueueReader;

/// <summary>A real store whose next call of a member can be made to fail, before or after it did its work.</summary>
public class StoreProxy : DispatchProxy
{
    private readonly ConcurrentDictionary<string, Exception> _failBefore = new();
    private readonly ConcurrentDictionary<string, Exception> _failAfter = new();
    private readonly ConcurrentDictionary<string, Task> _holdBack = new();
    private IJobStore _store = null!;

    public static (IJobStore Store, StoreProxy Control) Around(IJobStore store)
    {
        var proxy = Create<IJobStore, StoreProxy>();
        var control = (StoreProxy)(object)proxy;
        control._store = store;
        return (proxy, control);
    }

    /// <summary>What the reader wants to be told of jobs enqueued past the cluster.</summary>
    public Action? Noted { get; private set; }

    public void FailBefore(string member, Exception failure) => _failBefore[member] = failure;

    public void FailAfter(string member, Exception failure) => _failAfter[member] = failure;

    /// <summary>The answer comes only when the gate is open.</summary>
    public void HoldBack(string member, Task gate) => _holdBack[member] = gate;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_failBefore.TryRemove(targetMethod!.Name, out var failure))
        {
            throw failure;
        }
        if (targetMethod.Name == nameof(IReaderStore.WatchAsync))
        {
            Noted = (Action)args![0]!;
        }
        try
        {
            var result = targetMethod.Invoke(_store, args);
            if (_failAfter.TryRemove(targetMethod.Name, out failure))
            {
                ((Task)result!).GetAwaiter().GetResult();
                throw failure;
            }
            return _holdBack.TryRemove(targetMethod.Name, out var gate)
                ? typeof(StoreProxy).GetMethod(nameof(AfterAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(targetMethod.ReturnType.GetGenericArguments()).Invoke(null, [result, gate])
                : result;
        }
        catch (TargetInvocationException fault) when (fault.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private static async Task<T> AfterAsync<T>(Task<T> answer, Task gate)
    {
        await gate;
        return await answer;
    }
}
