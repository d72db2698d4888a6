using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ActorJobs.Dashboard.Text;

/// <summary>Colours JSON: everything is encoded, then wrapped.</summary>
internal static partial class JsonColours
{
    public static string Paint(string json)
    {
        var html = new StringBuilder(json.Length * 2);
        var at = 0;
        foreach (var part in Tokens().EnumerateMatches(json))
        {
            html.Append(WebUtility.HtmlEncode(json[at..part.Index]));
            var token = json.Substring(part.Index, part.Length);
            at = part.Index + part.Length;
            var kind = token[0] == '"'
                ? json.AsSpan(at).TrimStart().StartsWith(":") ? "key" : "text"
                : char.IsAsciiLetter(token[0]) ? "word" : "number";
            html.Append("<span class=\"j-").Append(kind).Append("\">").Append(WebUtility.HtmlEncode(token)).Append("</span>");
        }
        return html.Append(WebUtility.HtmlEncode(json[at..])).ToString();
    }

    [GeneratedRegex("""\"(?:[^\"\\]|\\.)*\"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\b(?:true|false|null)\b""")]
    private static partial Regex Tokens();
}
