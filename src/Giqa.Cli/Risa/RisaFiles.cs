using System.Globalization;
using System.Text;
using Giqa.Storage;
using Giqa.Training.Risa;

namespace Giqa.Cli.Risa;

/// <summary>The files next to a trained model: its curves, and FID with the elbow as table and picture.</summary>
internal static class RisaFiles
{
    public static string CurvesOf(string model) => Path.ChangeExtension(model, ".curves.csv");

    public static string ChartOf(string model) => Path.ChangeExtension(model, ".elbow.svg");

    public static string TableOf(string model) => Path.ChangeExtension(model, ".elbow.csv");

    public static void Write(string model, IReadOnlyList<RisaEpoch> epochs, ElbowCurve elbow)
    {
        AtomicFile.WriteText(CurvesOf(model), ToCsv(epochs));
        if (elbow.Distances.Count > 0)
        {
            AtomicFile.WriteText(TableOf(model), elbow.ToCsv());
            AtomicFile.WriteText(ChartOf(model), elbow.ToSvg());
        }
    }

    private static string ToCsv(IReadOnlyList<RisaEpoch> epochs)
    {
        var text = new StringBuilder("epoch,supervision,contrast,upper_bound,validation_loss,order_accuracy,reference_accuracy,self_score,seconds\n");
        foreach (var epoch in epochs)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Supervision:G6},{epoch.Contrast:G6},{epoch.UpperBound:G6},{epoch.ValidationLoss:G6},{epoch.OrderAccuracy:G6},{epoch.ReferenceAccuracy:G6},{epoch.SelfScore:G6},{epoch.Seconds:F1}\n");
        }

        return text.ToString();
    }
}
