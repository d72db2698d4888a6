using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ActorJobs.Node.Tests.Driving;

/// <summary>A node's gateway as a user calls it.</summary>
internal sealed class NodeApi(Uri url) : IDisposable
{
    private const int PageSize = 1000;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public HttpClient Http { get; } = new() { BaseAddress = url, Timeout = Eventually.Deadline };

    public Uri Url => url;

    /// <param name="job">The body.</param>
    /// <param name="traceparent">Where the caller stands in a trace, if anywhere.</param>
    public async Task<string> EnqueueAsync(object job, string? traceparent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = JsonContent.Create(job, options: Json) };
        if (traceparent is not null)
        {
            request.Headers.Add("traceparent", traceparent);
        }
        using var answer = await Http.SendAsync(request);
        var body = await BodyAsync(answer, HttpStatusCode.Accepted);
        return body.GetProperty("id").GetString()!;
    }

    /// <summary>Enqueues jobs as one NDJSON stream; answers their ids in order.</summary>
    public async Task<string[]> EnqueueManyAsync(IEnumerable<object> jobs)
    {
        var lines = string.Join('\n', jobs.Select(job => JsonSerializer.Serialize(job, Json)));
        using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var answer = await Http.PostAsync("/api/v1/jobs/batch", content);
        var body = await BodyAsync(answer, HttpStatusCode.Accepted);
        body.GetProperty("rejected").GetArrayLength().ShouldBe(0);
        return [.. body.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
    }

    public async Task<JobView> JobAsync(string id) =>
        (await Http.GetFromJsonAsync<JobView>($"/api/v1/jobs/{id}", Json))!;

    public Task<JobView> JobAsync(string id, Func<JobView, bool> holds, string what) =>
        Eventually.GetAsync(() => JobAsync(id), holds, $"job {id} {what}");

    public Task<JobView> JobInAsync(string id, string state) => JobAsync(id, job => job.State == state, state);

    /// <summary>All jobs that match, page by page.</summary>
    public async Task<List<JobView>> JobsAsync(string filter = "")
    {
        var jobs = new List<JobView>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={cursor}";
            var page = (await Http.GetFromJsonAsync<Page>($"/api/v1/jobs?limit={PageSize}{filter}{next}", Json))!;
            jobs.AddRange(page.Jobs);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return jobs;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        return await BodyAsync(answer, HttpStatusCode.OK);
    }

    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Asks for a change that must be accepted.</summary>
    public async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var answer = await (body is null ? Http.PostAsync(path, null) : Http.PostAsJsonAsync(path, body, Json));
        return await BodyAsync(answer, HttpStatusCode.Accepted);
    }

    public async Task<long> CountAsync(string state) =>
        (await GetAsync("/api/v1/stats")).GetProperty("byState").GetProperty(state).GetInt64();

    public Task UntilSucceededAsync(long count) =>
        Eventually.GetAsync(() => CountAsync("succeeded"), succeeded => succeeded >= count, $"{count} jobs succeeded");

    public void Dispose() => Http.Dispose();

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private sealed record Page(JobView[] Jobs, string? NextCursor);
}
