using System.CommandLine;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary>All verbs, in the order of the flow.</summary>
internal static class Verbs
{
    public static IReadOnlyList<Command> All() =>
    [
        new ExtractCommand(),
        new FitCommand(),
        new ScoreCommand(),
        new PickCommand(),
        new CompareCommand(),
        new GateCommand(),
        new AgreeCommand(),
        new CalibrateCommand(),
        new ReportCommand(),
        new LabelCommand(),
        new ServeCommand(),
        new VerbGroup("gan", "Generators: train them on images, sample from them.", new GanTrainCommand(), new GanSampleCommand(), new GanListCommand(), new GanExportCommand()),
        new VerbGroup("train", "Train scorers on images, or learn them from people.", [.. ((FitMethod[])[FitMethod.Mbc, FitMethod.Ir, FitMethod.Bc, FitMethod.Rank]).Select(method => new TrainCommand(method)), new TrainRisaCommand(), new TrainPreferCommand()]),
        new VerbGroup("models", "Backbones (networks that turn images into features), and model export.", new ModelsListCommand(), new ModelsShowCommand(), new ModelsPullCommand(), new ModelsImportCommand(), new ModelsImportOfficialCommand(), new ModelsVerifyCommand(), new ModelsRemoveCommand(), new ModelsExportCommand()),
        new VerbGroup("cache", "The feature cache.", new CacheInfoCommand(), new CacheClearCommand()),
        new SubmitCommand(),
        new WorkCommand(),
        new StatusCommand(),
        new DoctorCommand(),
        new DemoCommand(),
    ];
}
