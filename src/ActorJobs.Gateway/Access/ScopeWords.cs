namespace ActorJobs.Gateway.Access;

/// <summary>The words for scopes in settings, tokens and error texts.</summary>
internal static class ScopeWords
{
    /// <summary>Reads one word; none for a word that is no scope. Admin brings the other two.</summary>
    public static GatewayScopes Parse(string word) => word switch
    {
        "read" => GatewayScopes.Read,
        "enqueue" => GatewayScopes.Enqueue,
        "admin" => GatewayScopes.All,
        _ => GatewayScopes.None,
    };

    /// <summary>For people: <c>read or admin</c>.</summary>
    public static string Describe(GatewayScopes anyOf)
    {
        var words = new List<string>(3);
        if (anyOf.HasFlag(GatewayScopes.Read))
        {
            words.Add("read");
        }
        if (anyOf.HasFlag(GatewayScopes.Enqueue))
        {
            words.Add("enqueue");
        }
        words.Add("admin");
        return string.Join(" or ", words);
    }
}
