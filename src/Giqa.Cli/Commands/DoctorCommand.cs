using System.CommandLine;
using Giqa.Cli.Doctor;
using Giqa.Cli.Options;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa doctor</c>: what is present, missing, which version, where from, and what mends it.</summary>
internal sealed class DoctorCommand : Verb
{
    private readonly Option<bool> _json = Make.Json();

    public DoctorCommand()
        : base("doctor", "Say which parts are present or missing, which version, where from, and the command that mends it.") => Take([_json]);

    public override IReadOnlyList<string> Examples => ["giqa doctor", "giqa doctor --json"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var report = Examination.Run();
        if (arguments.GetValue(_json))
        {
            session.WriteJson(report, CliJson.Default.DoctorReport);
        }
        else
        {
            foreach (var line in DoctorPage.Lines(report.Parts))
            {
                session.Out.WriteLine(line);
            }
        }

        return Task.FromResult(report.Ok ? ExitCode.Done : ExitCode.Failed);
    }
}
