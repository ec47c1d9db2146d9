using System.CommandLine;
using Giqa.Cli;

namespace Giqa.Tests.Cli;

/// <summary>A verb that fails as it is told to.</summary>
internal sealed class ThrowingVerb(Exception exception) : Verb("throw", "Fails.")
{
    public override IReadOnlyList<string> Examples => ["giqa throw"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken) => throw exception;
}
