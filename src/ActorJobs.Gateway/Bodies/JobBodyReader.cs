using System.Text.Json;
using System.Text.Unicode;
using ActorJobs.Client;

namespace ActorJobs.Gateway.Bodies;

/// <summary>Reads one job from UTF-8 JSON in one pass, without a document in between.</summary>
internal static class JobBodyReader
{
    // Stand in for a faulty type or payload, so that the rules can be asked about all the rest.
    private const string AnyType = "x";
    private static readonly byte[] AnyPayload = "{}"u8.ToArray();

    /// <summary>Reads a job.</summary>
    /// <param name="json">The text; nothing of it is kept.</param>
    /// <param name="subject">How a fault names the text, as <c>The body</c>.</param>
    /// <param name="defaults">Rules to be asked when there is a fault already, so that all are named at once.</param>
    /// <param name="now">Time of the request.</param>
    public static ParsedJob Read(ReadOnlySpan<byte> json, string subject, JobDefaults defaults, DateTimeOffset now)
    {
        // The JSON reader does not look inside strings it is not asked for, and a payload is stored as it is.
        if (!Utf8.IsValid(json))
        {
            return ParsedJob.Faulty($"{subject} is not valid UTF-8.");
        }
        try
        {
            var fields = new FieldReader(json, JobFields.Names);
            return fields.Open()
                ? ReadFields(ref fields, defaults, now)
                : ParsedJob.Faulty($"{subject} must be a JSON object but is {FieldFaults.Describe(fields.Kind)}.");
        }
        catch (JsonException exception)
        {
            return ParsedJob.Faulty(FieldFaults.NotJson(subject, exception));
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 stands for no character.
            return ParsedJob.Faulty($"{subject} holds a \\u escape that is no character.");
        }
    }

    private static ParsedJob ReadFields(ref FieldReader fields, JobDefaults defaults, DateTimeOffset now)
    {
        var draft = default(JobDraft);
        while (fields.Next(out var field))
        {
            draft.Take((JobField)field, ref fields);
        }
        draft.RequireTypeAndPayload(ref fields);
        var tooLarge = draft.Payload?.Length > defaults.MaxPayloadBytes
            && !JobAdmission.IsPayloadWithin(draft.Payload, defaults.MaxPayloadBytes);
        if (fields.Faults is null && !tooLarge)
        {
            return new ParsedJob(draft.ToRequest(draft.Type!, draft.Payload!), null);
        }
        var rest = draft.ToRequest(draft.Type ?? AnyType, draft.Payload ?? AnyPayload);
        return new ParsedJob(null, [.. fields.Faults ?? [], .. RuleFaults(rest, defaults, now)], tooLarge);
    }

    /// <summary>The rules that a request breaks; empty for none.</summary>
    public static IReadOnlyList<string> RuleFaults(JobRequest request, JobDefaults defaults, DateTimeOffset now)
    {
        try
        {
            JobAdmission.Admit(request, defaults, now);
            return [];
        }
        catch (InvalidJobException exception)
        {
            return exception.Faults;
        }
    }
}
