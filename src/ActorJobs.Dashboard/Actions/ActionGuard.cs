using ActorJobs.Dashboard.Access;
using MudBlazor;

namespace ActorJobs.Dashboard.Actions;

/// <summary>Lets only admins act, and tells how it went.</summary>
internal static class ActionGuard
{
    /// <summary>Acts; true when it was done.</summary>
    public static async Task<bool> RunAsync(Viewer viewer, ISnackbar snackbar, Func<Task<bool>> act, Func<string> say)
    {
        if (!viewer.CanAct)
        {
            snackbar.Add("Only an admin key may change things; sign in with one.", Severity.Warning);
            return false;
        }
        try
        {
            if (!await act())
            {
                return false;
            }
            snackbar.Add(say(), Severity.Success);
            return true;
        }
        catch (ActorJobsException exception)
        {
            snackbar.Add(exception.Message, Severity.Error);
            return false;
        }
    }
}
