namespace ActivityCore.Http;

/// <summary>What came of a request. A closed set; reasons are for people, without secrets, addresses' queries and bodies.</summary>
public abstract record HttpEndpointAnswer
{
    private HttpEndpointAnswer()
    {
    }

    /// <summary>A complete answer, whatever its status. Redirects are answers too: none is followed.</summary>
    /// <param name="Status">100 to 999.</param>
    /// <param name="MediaType">Without parameters, or null.</param>
    /// <param name="Body">As it came: it may hold anything, so show none of it unmasked.</param>
    /// <param name="RetryAfter">The wait that the receiver asks for, or null.</param>
    public sealed record Answered(int Status, string? MediaType, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter) : HttpEndpointAnswer
    {
        /// <summary>200 to 299.</summary>
        public bool IsSuccess => Status is >= 200 and <= 299;

        /// <summary>An outage or a limit: asking again can help.</summary>
        public bool IsRetryable => Status is 401 or 403 or 408 or 409 or 425 or 429 or >= 500;
    }

    /// <summary>No answer, or none within the time: asking again can help.</summary>
    public sealed record Unavailable(string Reason) : HttpEndpointAnswer;

    /// <summary>The request may not be made, or the answer is too large: asking again does not help.</summary>
    public sealed record Refused(string Reason) : HttpEndpointAnswer;
}
