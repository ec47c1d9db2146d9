using System.CommandLine;
using Giqa.Cli.Doctor;
using Giqa.Cli.Options;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa doctor</c>: what is present or missing, its version and location, and what would fix it.</summary>
internal sealed class DoctorCommand : Verb
{
    private readonly Option<bool> _json = Make.Json();

    public DoctorCommand()
        : base("doctor", "Show which parts are present or missing, their versions and locations, and the command that installs what is missing.") => Take([_json]);

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
