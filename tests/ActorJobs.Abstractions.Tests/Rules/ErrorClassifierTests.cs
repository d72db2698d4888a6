using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Rules;
using ActorJobs.Stores;

namespace ActorJobs.Abstractions.Tests.Rules;

public class ErrorClassifierTests
{
    private const ErrorClass Transient = ErrorClass.Transient;
    private const ErrorClass Recoverable = ErrorClass.Recoverable;
    private const ErrorClass Permanent = ErrorClass.Permanent;

    private static readonly (ErrorClass Class, Exception Exception)[] Table =
    [
        (Transient, new DriverException(isTransient: true)),
        (Recoverable, new DriverException(isTransient: false)),
        (Recoverable, new TimeoutException()),
        (Recoverable, new SocketException((int)SocketError.ConnectionRefused)),
        (Recoverable, new OperationCanceledException()),
        (Recoverable, new TaskCanceledException()),
        (Recoverable, new IOException()),
        (Recoverable, new EndOfStreamException()),
        (Permanent, new FileNotFoundException()),
        (Permanent, new DirectoryNotFoundException()),
        (Permanent, new PathTooLongException()),
        (Permanent, new UnauthorizedAccessException()),
        (Permanent, new ArgumentException("x")),
        (Permanent, new ArgumentNullException("x")),
        (Permanent, new ArgumentOutOfRangeException("x")),
        (Permanent, new FormatException()),
        (Permanent, new UriFormatException()),
        (Permanent, new JsonException()),
        (Permanent, new InvalidCastException()),
        (Permanent, new NotSupportedException()),
        (Permanent, new PlatformNotSupportedException()),
        (Permanent, new NotImplementedException()),
        (Permanent, new AuthenticationException()),
        (Permanent, new UndecodablePayloadException("echo", "it is null.")),
        (Permanent, new UnknownJobTypeException("echo")),
        (Permanent, new InvalidJobException(["fault."])),
        (Recoverable, new StoreUnavailableException("gone.", TimeSpan.FromSeconds(1))),
        (Recoverable, new InvalidOperationException()),
        (Recoverable, new ObjectDisposedException("x")),
        (Recoverable, new NullReferenceException()),
        (Recoverable, new DivideByZeroException()),
        (Recoverable, new OutOfMemoryException()),
        (Recoverable, new KeyNotFoundException()),
        (Recoverable, new Exception()),
        (Recoverable, Http(null)),
        (Recoverable, Http(HttpStatusCode.RequestTimeout)),
        (Recoverable, Http(HttpStatusCode.TooManyRequests)),
        (Recoverable, Http(HttpStatusCode.InternalServerError)),
        (Recoverable, Http(HttpStatusCode.ServiceUnavailable)),
        (Recoverable, Http(HttpStatusCode.Found)),
        (Permanent, Http(HttpStatusCode.BadRequest)),
        (Permanent, Http(HttpStatusCode.NotFound)),
        (Permanent, Http(HttpStatusCode.Conflict)),
        (Permanent, new AggregateException(new ArgumentException("x"))),
        (Transient, new InvalidOperationException("x", new DriverException(isTransient: true))),
        (Permanent, new AggregateException(new InvalidOperationException("x", new FormatException()))),
        (Recoverable, new TimeoutException("x", new ArgumentException("y"))),
        (Permanent, new InvalidOperationException("x", new JobErrorException(Permanent, "y"))),
        (Transient, new JobErrorException(Transient, "x", null, new ArgumentException("y"))),
    ];

    public static TheoryData<int, string> Rows()
    {
        var rows = new TheoryData<int, string>();
        foreach (var (index, row) in Table.Index())
        {
            rows.Add(index, row.Exception.GetType().Name);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_exception_has_its_class(int row, string name)
    {
        var (expected, exception) = Table[row];

        ErrorClassifier.Classify(exception).ShouldBe((expected, null), name);
    }

    [Fact]
    public void The_wish_of_a_named_error_is_kept_even_inside_a_wrapper()
    {
        var named = new JobErrorException(Recoverable, "busy", TimeSpan.FromSeconds(7));

        ErrorClassifier.Classify(new AggregateException(named)).ShouldBe((Recoverable, TimeSpan.FromSeconds(7)));
    }

    private static HttpRequestException Http(HttpStatusCode? status) => new("x", null, status);

    private sealed class DriverException(bool isTransient) : DbException
    {
        public override bool IsTransient => isTransient;
    }
}
