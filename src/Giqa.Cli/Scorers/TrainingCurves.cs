using System.Globalization;
using Giqa.Storage;
using Giqa.Training.Scorers;

namespace Giqa.Cli.Scorers;

/// <summary>The training curves, as a file and as readable lines.</summary>
internal static class TrainingCurves
{
    /// <summary>The heading of the lines.</summary>
    public const string Heading = "epoch  training loss  validation loss  order  learning rate  seconds";

    private const string Header = "epoch,training_loss,validation_loss,validation_order,learning_rate,seconds";

    /// <summary>Next to the model, under its name.</summary>
    public static string PathFor(string model) => Path.ChangeExtension(model, ".curves.csv");

    /// <summary>Writes one row per epoch.</summary>
    public static void Write(string path, IReadOnlyList<ScorerEpoch> curve) =>
        AtomicFile.WriteText(path, string.Concat(curve.Select(Row).Prepend($"{Header}\n")));

    /// <summary>One epoch as a line under the heading.</summary>
    public static string Line(ScorerEpoch epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch.Epoch,5}  {epoch.TrainingLoss,13:F4}  {epoch.ValidationLoss,15:F4}  {epoch.ValidationOrder,5:F3}  {epoch.LearningRate,13:G3}  {epoch.Seconds,7:F1}");

    private static string Row(ScorerEpoch epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch.Epoch},{epoch.TrainingLoss:R},{epoch.ValidationLoss:R},{epoch.ValidationOrder:R},{epoch.LearningRate:R},{epoch.Seconds:F3}\n");
}
