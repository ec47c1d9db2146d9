using System.Globalization;

namespace Giqa.Cli.Commands;

/// <summary>Runs another verb as a user would, with this run's threads and device.</summary>
internal static class InnerRun
{
    /// <summary>Runs the verb; its results go to stderr, or nowhere.</summary>
    /// <returns>Its exit code.</returns>
    internal static Task<int> RunAsync(Session session, Verb verb, bool showResults, params IReadOnlyList<string> arguments)
    {
        session.Note($"$ giqa {verb.Name} {string.Join(' ', arguments)}");
        var terminal = session.Terminal with { Out = session.Quiet || !showResults ? TextWriter.Null : session.Terminal.Error };
        string[] own = ["--threads", session.Threads.ToString(CultureInfo.InvariantCulture), "--device", session.Device, .. session.Quiet ? ["--quiet"] : Array.Empty<string>()];
        return new GiqaCommandLine(terminal, [verb]).RunAsync([verb.Name, .. arguments, .. own], session.Interruption);
    }
}
