namespace ActorJobs.Gateway.Tests;

/// <summary>A request that must be refused, and how.</summary>
internal sealed record BadInput(string Call, string? Body, int Status, string Detail, string? ContentType = "application/json")
{
    private const string Id = "0190a5e0-0000-7000-8000-000000000000";
    private const string Enqueue = "POST /api/v1/jobs";
    private const string Priorities = "priority must be high, normal or low but is 'urgent'.";
    private const string States = "state must be one of scheduled, ready, running, retrying, succeeded, failed, cancelled but is ";
    private const string NoFilter =
        "At least one filter is needed: state, type, priority, tag, key, error, parent, from or until. Without one every job would " +
        "be meant.";

    public static IReadOnlyList<BadInput> All { get; } =
    [
        .. Bodies, .. Fields, .. Rules, .. ContentTypes, .. Queries, .. Paths, .. Pauses,
    ];

    private static BadInput Job(string body, string detail) => new(Enqueue, body, 400, detail);

    private static BadInput With(string field, string detail) =>
        Job($$"""{"type":"echo","payload":1,{{field}}}""", detail);

    private static IEnumerable<BadInput> Bodies =>
    [
        new(Enqueue, null, 400, "The body is missing; send a JSON object."),
        new(Enqueue, "", 400, "The body is missing; send a JSON object."),
        Job(" ", "The body is not valid JSON at line 1, byte 2."),
        Job("{", "The body is not valid JSON at line 1, byte 2."),
        Job("{\"type\":\"echo\",\n\"payload\":}", "The body is not valid JSON at line 2, byte 11."),
        Job("{'type':1}", "The body is not valid JSON at line 1, byte 2."),
        Job("""{"type":"echo","payload":1,}""", "The body is not valid JSON at line 1, byte 28."),
        Job("""{"type":"echo","payload":1} x""", "The body is not valid JSON at line 1, byte 29."),
        Job("""{"type":"echo","payload":1}{}""", "The body is not valid JSON at line 1, byte 28."),
        Job("""{"type":"echo","payload":01}""", "The body is not valid JSON at line 1, byte 27."),
        Job("""{"type":"echo",/* why */"payload":1}""", "The body is not valid JSON at line 1, byte 16."),
        Job("[]", "The body must be a JSON object but is an array."),
        Job("\"echo\"", "The body must be a JSON object but is a string."),
        Job("null", "The body must be a JSON object but is null."),
        Job("7", "The body must be a JSON object but is a number."),
        Job("""{"type":"\ud800","payload":1}""", "The body holds a \\u escape that is no character."),
    ];

    private static IEnumerable<BadInput> Fields =>
    [
        Job("{}", "type is missing; name the job type. payload is missing; give the job's arguments as JSON, or {} for none."),
        Job("""{"payload":1}""", "type is missing; name the job type."),
        Job("""{"type":null,"payload":1}""", "type is missing; name the job type."),
        Job("""{"type":"echo"}""", "payload is missing; give the job's arguments as JSON, or {} for none."),
        Job("""{"type":7,"payload":1}""", "type must be a string but is a number."),
        Job("""{"type":{"a":[1]},"payload":1}""", "type must be a string but is an object."),
        Job("""{"type":"echo","type":"echo","payload":1}""", "type is given more than once; give it once."),
        With("\"Priority\":\"high\"", "'Priority' is not a known field; did you mean priority?"),
        With("\"max_retries\":1", "'max_retries' is not a known field; did you mean maxRetries?"),
        With("\"tag\":[]", "'tag' is not a known field; did you mean tags?"),
        With("\"zebra\":{\"a\":[{}]}", "'zebra' is not a known field; known are type, payload, priority, runAt, delay, " +
            "maxRetries, timeout, uniqueKey, uniqueFor, concurrencyKey, tags, id, after, onFailure, onDuplicate."),
        With("\"after\":\"7\"", "after must be an array of strings but is a string."),
        With("\"after\":[\"7\"]",
            "after must be a UUID such as 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10, of version 7 best, but is '7'."),
        With($"\"after\":[\"{Id}\"],\"delay\":\"1s\"", "after excludes runAt and delay; give one."),
        With($"\"after\":[\"{Id}\"],\"id\":\"{Id}\"", "after names the job itself."),
        With("\"onFailure\":\"stop\"", "onFailure must be hold, cancel or run but is 'stop'."),
        With("\"onDuplicate\":\"stop\"", "onDuplicate must be keep, replace or latest but is 'stop'."),
        With("\"onDuplicate\":\"replace\"", "onDuplicate needs a uniqueKey; add one or leave onDuplicate out."),
        With("\"id\":\"7\"", "id must be a UUID such as 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10, of version 7 best, but is '7'."),
        With("\"priority\":\"urgent\"", Priorities),
        With("\"priority\":1", "priority must be a string but is a number."),
        With("\"priority\":\"High\"", "priority must be high, normal or low but is 'High'."),
        With("\"runAt\":\"2030-01-31T12:00:00\"", "runAt must be an RFC 3339 time with an offset, such as " +
            "2030-01-31T12:00:00Z, but is '2030-01-31T12:00:00'."),
        With("\"runAt\":\"tomorrow\"", "runAt must be an RFC 3339 time with an offset, such as 2030-01-31T12:00:00Z, but is " +
            "'tomorrow'."),
        With("\"runAt\":\"2030-02-30T12:00:00Z\"", "runAt must be an RFC 3339 time with an offset, such as " +
            "2030-01-31T12:00:00Z, but is '2030-02-30T12:00:00Z'."),
        With("\"runAt\":1893456000", "runAt must be a string but is a number."),
        With("\"delay\":10", "delay must be a string but is a number."),
        With("\"delay\":\"10\"", "delay must be a duration such as 500ms, 10s, 5m, 1h or 2d but is '10'."),
        With("\"delay\":\"-1s\"", "delay must be a duration such as 500ms, 10s, 5m, 1h or 2d but is '-1s'."),
        With("\"timeout\":\"1.5s\"", "timeout must be a duration such as 500ms, 10s, 5m, 1h or 2d but is '1.5s'."),
        With("\"timeout\":true", "timeout must be a string but is a boolean."),
        With("\"maxRetries\":\"3\"", "maxRetries must be a whole number but is a string."),
        With("\"maxRetries\":1.5", "maxRetries must be a whole number within 32 bits."),
        With("\"maxRetries\":99999999999", "maxRetries must be a whole number within 32 bits."),
        With("\"uniqueKey\":[]", "uniqueKey must be a string but is an array."),
        With("\"concurrencyKey\":false", "concurrencyKey must be a string but is a boolean."),
        With("\"tags\":\"a\"", "tags must be an array of strings but is a string."),
        With("\"tags\":[null]", "tags must be an array of strings but holds null."),
    ];

    private static IEnumerable<BadInput> Rules =>
    [
        Job("""{"type":"","payload":1}""", "type is missing; name the job type."),
        Job("""{"type":"a b","payload":1}""", "type may hold only letters, digits and . _ : / - characters."),
        Job($$"""{"type":"{{new string('t', 129)}}","payload":1}""", "type must have at most 128 characters but has 129."),
        With("\"maxRetries\":-1", "maxRetries must be from 0 to 100 but is -1."),
        With("\"timeout\":\"99ms\"", "timeout must be from 100ms to 168h."),
        With("\"timeout\":\"8d\"", "timeout must be from 100ms to 168h."),
        With("\"delay\":\"3661d\"", "delay must be from 0ms to 3660 days."),
        With("\"runAt\":\"2099-01-01T00:00:00Z\"", "runAt must be within 3660 days from now."),
        With("\"runAt\":\"2027-01-01T00:00:00Z\",\"delay\":\"1s\"", "runAt and delay exclude each other; give one."),
        With("\"uniqueKey\":\"\"", "uniqueKey must have 1 to 256 characters but has 0."),
        With("\"uniqueFor\":\"1h\"", "uniqueFor needs a uniqueKey; add one or leave uniqueFor out."),
        With("\"tags\":[\"\"]", "each tag must have 1 to 64 characters."),
        With($"\"tags\":[{string.Join(',', Enumerable.Repeat("\"t\"", 17))}]", "tags must be at most 16 but there are 17."),
    ];

    private static IEnumerable<BadInput> ContentTypes =>
    [
        new(Enqueue, "{}", 415, "Content-Type is missing; send application/json.", null),
        new(Enqueue, "{}", 415, "Content-Type must be application/json but is 'text/plain'.", "text/plain"),
        new(Enqueue, "a=b", 415, "Content-Type must be application/json but is 'application/x-www-form-urlencoded'.",
            "application/x-www-form-urlencoded"),
        new(Enqueue, "{}", 415, "Content-Type must be application/json but is 'application/json; charset=utf-16'.",
            "application/json; charset=utf-16"),
        new(Enqueue, "{}", 415, "Content-Type must be application/json but is 'application/x-ndjson'.", "application/x-ndjson"),
        new("POST /api/v1/jobs/batch", "{}", 415,
            "Content-Type must be application/json or application/x-ndjson but is 'text/plain'.", "text/plain"),
        new("POST /api/v1/jobs/batch", null, 400, "The body is missing; send a JSON object."),
        new("POST /api/v1/jobs/batch", "{}", 400, "The body must be a JSON array of jobs."),
        new("POST /api/v1/jobs/batch", " ", 400, "The body is missing; send a JSON array of jobs."),
        new("POST /api/v1/jobs/batch", "[", 400, "The array is not closed."),
        new("POST /api/v1/jobs/batch", "[] x", 400, "The body goes on after the end of the array."),
        new("POST /api/v1/pause", "{}", 415, "Content-Type must be application/json but is 'text/plain'.", "text/plain"),
    ];

    private static IEnumerable<BadInput> Queries =>
    [
        new("GET /api/v1/jobs?state=done", null, 400, States + "'done'."),
        new("GET /api/v1/jobs?priority=urgent", null, 400, Priorities),
        new("GET /api/v1/jobs?limit=0", null, 400, "limit must be a whole number from 1 to 1000 but is '0'."),
        new("GET /api/v1/jobs?limit=1001", null, 400, "limit must be a whole number from 1 to 1000 but is '1001'."),
        new("GET /api/v1/jobs?limit=many", null, 400, "limit must be a whole number from 1 to 1000 but is 'many'."),
        new("GET /api/v1/jobs?cursor=abc", null, 400, "cursor must be the nextCursor of an earlier answer."),
        new("GET /api/v1/jobs?stat=failed", null, 400, "'stat' is not a known query parameter; did you mean state?"),
        new("GET /api/v1/jobs?state=ready&state=failed", null, 400, "state is given more than once; give it once."),
        new("GET /api/v1/jobs?state=done&limit=0&cursor=_", null, 400, States + "'done'. limit must be a whole number from " +
            "1 to 1000 but is '0'. cursor must be the nextCursor of an earlier answer."),
        new("POST /api/v1/jobs/retry", null, 400, NoFilter),
        new("POST /api/v1/jobs/cancel", null, 400, NoFilter),
        new("POST /api/v1/jobs/delete", null, 400, NoFilter),
        new("DELETE /api/v1/jobs", null, 400, NoFilter),
        new("DELETE /api/v1/jobs?state=", null, 400, "state is empty; give it a value or leave it out."),
        new("DELETE /api/v1/jobs?type=a&tags=b", null, 400, "'tags' is not a known query parameter; did you mean tag?"),
        new("POST /api/v1/jobs/retry?state=lost", null, 400, States + "'lost'."),
        new("GET /api/v1/events?id=7", null, 400, "id must be the id of a job."),
    ];

    private static IEnumerable<BadInput> Paths =>
    [
        new("GET /api/v1/jobs/7", null, 404, "There is no job '7', or it is no longer kept."),
        new($"GET /api/v1/jobs/{Id}", null, 404, $"There is no job '{Id}', or it is no longer kept."),
        new($"GET /api/v1/jobs/{{{Id}}}", null, 404, $"There is no job '{{{Id}}}', or it is no longer kept."),
        new("POST /api/v1/jobs/7/cancel", null, 404, "There is no job '7', or it is no longer kept."),
        new("POST /api/v1/jobs/7/retry", null, 404, "There is no job '7', or it is no longer kept."),
        new("DELETE /api/v1/jobs/7", null, 404, "There is no job '7', or it is no longer kept."),
        new("GET /api/v2/jobs", null, 404, "There is no call GET /api/v2/jobs; /openapi/v1.json lists all."),
        new("POST /api/v1/stats", null, 405, "There is no call POST /api/v1/stats; this path allows GET."),
        new("PUT /api/v1/jobs", null, 405, "There is no call PUT /api/v1/jobs; this path allows DELETE, GET, POST."),
    ];

    private static IEnumerable<BadInput> Pauses =>
    [
        new("POST /api/v1/pause", null, 400, "The body is missing; send a JSON object."),
        new("POST /api/v1/pause", "[]", 400, "The body must be a JSON object but is an array."),
        new("POST /api/v1/pause", "{\"prio\":\"low\"", 400, "The body is not valid JSON at line 1, byte 14."),
        new("POST /api/v1/pause", "{\"types\":\"low\"}", 400, "'types' is not a known field; did you mean type?"),
        new("POST /api/v1/pause", "{\"priority\":\"urgent\",\"type\":\"a b\"}", 400,
            Priorities + " type may hold only letters, digits and . _ : / - characters."),
        new("POST /api/v1/resume", "{\"priority\":7}", 400, "priority must be a string but is a number."),
    ];
}
