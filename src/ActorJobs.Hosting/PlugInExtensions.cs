using ActorJobs.Handlers;
using ActorJobs.Hosting.PlugIns;

namespace ActorJobs.Hosting;

/// <summary>Adds handlers that are not part of the program.</summary>
public static class PlugInExtensions
{
    /// <summary>
    /// Adds the handlers of class libraries that were published into a folder, or each into a folder of its own in it. Of an assembly
    /// that has an <see cref="IJobModule"/> it adds what that registers, else every handler. Each library brings its own dependencies;
    /// ActorJobs, <c>Microsoft.Extensions</c> and Npgsql are the program's.
    /// </summary>
    /// <param name="builder">What AddActorJobs answered.</param>
    /// <param name="path">The folder; what it holds is read now and never again.</param>
    /// <exception cref="InvalidHandlersException">
    /// The folder or something in it cannot be used; names every file and what to do.
    /// </exception>
    public static ActorJobsBuilder AddJobsFromFolder(this ActorJobsBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var faults = new List<string>();
        foreach (var file in PlugInFolder.Find(Path.GetFullPath(path), faults.Add))
        {
            PlugIn.Add(builder, file, faults.Add);
        }
        return faults.Count == 0 ? builder : throw new InvalidHandlersException([.. faults]);
    }
}
