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

    public const string Schedule = """
        {
          "cron": "0 7 * * MON-FRI",
          "timeZone": "Europe/Berlin",
          "job": { "type": "report.daily", "payload": { "team": "sales" }, "priority": "high" },
          "overlap": "skip",
          "misfire": "once",
          "catchUp": "12h",
          "jitter": "30s",
          "description": "Sales figures of the day before.",
          "tags": ["reports"]
        }
        """;

    public const string PauseSchedule = """{ "note": "The warehouse is closed until Monday." }""";

    public const string Backfill = """{ "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z" }""";
}
