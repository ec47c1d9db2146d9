namespace Giqa.Web.Hosting;

/// <summary>Ends a request with a problem.</summary>
internal sealed class ProblemException(int status, string detail) : GiqaException(detail)
{
    /// <summary>The HTTP status.</summary>
    internal int Status { get; } = status;

    /// <summary>When the caller may try again; null when trying again would not help.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
