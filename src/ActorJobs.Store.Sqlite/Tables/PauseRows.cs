using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>Pauses in force.</summary>
internal static class PauseRows
{
    private const int AllPriorities = -1;
    private const string AllTypes = "";

    /// <summary>Adds a pause unless it is there.</summary>
    public static void Add(Connection db, Pause pause) => Bind(db["pauses_add"], pause).Execute();

    /// <summary>Removes a pause; false when it was not there.</summary>
    public static bool Remove(Connection db, Pause pause) => Bind(db["pauses_remove"], pause).Execute() > 0;

    /// <summary>All of them.</summary>
    public static ImmutableArray<Pause> ReadAll(Connection db)
    {
        var row = db["pauses_all"].Start();
        var pauses = ImmutableArray.CreateBuilder<Pause>();
        while (row.Step())
        {
            var priority = row.Int(0);
            var type = row.Text(1)!;
            pauses.Add(new Pause(
                priority == AllPriorities ? null : (Priority)priority, string.IsNullOrEmpty(type) ? null : type));
        }
        return pauses.ToImmutable();
    }

    private static Statement Bind(Statement statement, Pause pause) => statement.Start()
        .Bind(1, (long?)pause.Priority ?? AllPriorities).Bind(2, pause.Type ?? AllTypes);
}
