using ActorJobs.Handlers;

namespace ActorJobs.Samples.Shop;

/// <summary>An order to be paid: once per order, one at a time per customer.</summary>
/// <param name="Number">Identity.</param>
/// <param name="Customer">Who pays.</param>
/// <param name="Amount">How much.</param>
[Job("charge_order", MaxRetries = 8, Timeout = "30s", UniqueKey = "order-{number}", ConcurrencyKey = "customer-{customer}")]
public sealed record Order(int Number, string Customer, decimal Amount);

/// <summary>A receipt to be sent: not urgent, and no more than the mail server takes.</summary>
/// <param name="Order">Number of the order.</param>
/// <param name="Customer">Who gets it.</param>
[Job("send_receipt", Priority = Priority.Low, RateLimit = "10/s")]
public sealed record Receipt(int Order, string Customer);

/// <summary>Asks for the sum of what was charged.</summary>
[Job("sum_day")]
public sealed record SumArgs;
