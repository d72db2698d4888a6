namespace ActorJobs.Gateway.Document;

/// <summary>Bodies that the API document shows. A test sends each.</summary>
internal static class DocumentExamples
{
    public const string Job = """
        {
          "type": "mail.send",
          "payload": { "to": "ada@example.org", "template": "welcome" },
          "priority": "high",
          "delay": "10s",
          "maxRetries": 5,
          "timeout": "2m",
          "uniqueKey": "welcome-ada",
          "tags": ["mail"]
        }
        """;

    public const string Batch = """
        [
          { "type": "mail.send", "payload": { "to": "ada@example.org" } },
          { "type": "mail.send", "payload": { "to": "bob@example.org" }, "runAt": "2030-01-31T12:00:00Z" }
        ]
        """;

    public const string Pause = """{ "priority": "low", "type": "mail.send" }""";
}
