using System.Text;

namespace Giqa.Models;

/// <summary>Maps as named arrays of a model file, and back. Programs that do not know of maps pass them over.</summary>
internal static class MapParts
{
    private const string Weights = "maps.weights";
    private const string Offsets = "maps.offsets";
    private const string Softness = "maps.softness";
    private const string Cells = "maps.cells.";
    private const string Worst = "maps.worst.";
    private const string Images = "maps.images";
    private const string Network = "maps.network";

    internal static void Write(MapModel? maps, ModelTensors tensors)
    {
        if (maps is null)
        {
            return;
        }

        tensors.Add(Weights, maps.Scorer.Weights.ToArray(), maps.Scorer.Kinds, maps.Scorer.Columns);
        tensors.Add(Offsets, maps.Scorer.Offsets.ToArray());
        tensors.Add(Softness, [maps.Scorer.Softness]);
        ModelParts.WriteCalibration(maps.Cells, tensors, Cells);
        ModelParts.WriteCalibration(maps.Worst, tensors, Worst);
        tensors.Add(Images, [(double)maps.RealImages]);
        tensors.Add(Network, Encoding.ASCII.GetBytes(maps.Fingerprint));
    }

    internal static MapModel? Read(ModelTensors tensors)
    {
        if (!tensors.Contains(Weights))
        {
            return null;
        }

        // In older files there is one discriminant for all kinds of damage, and no offset; or no softness.
        var weights = tensors.Singles(Weights);
        double[] offsets = tensors.Contains(Offsets) ? tensors.Doubles(Offsets) : [0];
        var softness = tensors.Contains(Softness) ? tensors.Doubles(Softness, 1)[0] : PatchScorer.OlderSoftness;
        return weights.Length > 0 && offsets.Length > 0 && weights.Length % offsets.Length == 0 && Array.TrueForAll(weights, float.IsFinite) && Array.TrueForAll(offsets, double.IsFinite) && softness is > 0 and <= double.MaxValue && tensors.Doubles(Images, 1)[0] is >= 1 and <= int.MaxValue and var images
            ? new MapModel(
                new PatchScorer(weights, offsets, softness), ModelParts.ReadCalibration(tensors, Cells), ModelParts.ReadCalibration(tensors, Worst), Encoding.ASCII.GetString(tensors.Bytes(Network)), (int)images)
            : throw new ModelFileException("its maps are damaged");
    }
}
