using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Worker.Activation;

/// <summary>The answer to a query: a payload, or a failure.</summary>
internal sealed record QueryAnswer(string Id, Payload? Result, Failure? Failure);
