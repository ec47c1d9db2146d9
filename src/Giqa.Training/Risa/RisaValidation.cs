using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>A network's results on held-out pairs.</summary>
/// <param name="Loss">Supervision and contrast, weighted.</param>
/// <param name="Order">The share of a pair's images, with labels 0.2 or more apart, that is ordered correctly; ties count one half.</param>
/// <param name="Reference">The share of (good image, wrong reference) where the right one scores higher; ties count one half.</param>
/// <param name="Self">The mean score of references with themselves and with another crop of themselves.</param>
internal sealed record RisaValidation(double Loss, double Order, double Reference, double Self)
{
    private const double Apart = .2;
    private const int BlockRows = 64;
    private const ulong CropSeed = 0x5EED;

    /// <summary>Evaluates all held-out pairs.</summary>
    internal static RisaValidation Of(RisaNetwork network, RisaObjective objective, RisaBatches batches, IReadOnlyList<int> pairs, RisaOptions options, string device, CancellationToken cancellationToken)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        network.Train(false);
        RisaExample[] examples = [.. pairs.SelectMany(batches.Fixed)];
        int[] references = [.. examples.Select(batches.ReferenceOf).Distinct().Order()];
        var styles = Styles(network, references.Length, (first, count) => batches.References(references[first..(first + count)], null), device, cancellationToken);
        var images = Styles(network, examples.Length, (first, count) => batches.Generated(examples[first..(first + count)], null), device, cancellationToken);
        var crops = Styles(network, references.Length, (first, count) => batches.References(references[first..(first + count)], new Numerics.SeededRandom(CropSeed)), device, cancellationToken);
        long[] own = [.. examples.Select(example => (long)Array.IndexOf(references, batches.ReferenceOf(example)))];
        var matched = styles.IndexSelect(0, Tensor.FromIntegers(own, own.Length).To(device));
        var logits = network.Compare(matched, images);
        double[] scores = Op.Sigmoid.Call(logits).Mean([1]).ToDouble();
        int[] good = [.. Enumerable.Range(0, examples.Length).Where(row => examples[row].IsGood)];
        var supervision = objective.Supervision(logits, [.. examples.Select(example => example.Label)]).Item();
        var contrast = RisaObjective.Contrast(network, matched, images, [.. own.Select(number => (int)number)], good)?.Item() ?? 0;
        var self = (Op.Sigmoid.Call(network.Compare(styles, crops)).Mean().Item() + Op.Sigmoid.Call(network.Compare(styles, styles)).Mean().Item()) / 2;
        network.Train();
        return new RisaValidation((options.Supervision * supervision) + (options.Contrast * contrast), OrderOf(examples, scores), RightOf(network, styles, images, own, good), self);
    }

    private static Tensor Styles(RisaNetwork network, int count, Func<int, int, Tensor> read, string device, CancellationToken cancellationToken)
    {
        var blocks = new List<Tensor>();
        for (var first = 0; first < count; first += BlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            blocks.Add(network.Extractor.Forward(read(first, Math.Min(BlockRows, count - first)).To(device), mixedPrecision: false));
        }

        return Tensor.Concatenate([.. blocks]);
    }

    private static double OrderOf(RisaExample[] examples, double[] scores)
    {
        var (right, all) = (0.0, 0);
        foreach (var rows in Enumerable.Range(0, examples.Length).Where(row => examples[row].Damage is null).GroupBy(row => examples[row].Pair).Select(group => group.ToArray()))
        {
            foreach (var better in rows)
            {
                foreach (var worse in rows.Where(row => examples[better].Label - examples[row].Label >= Apart - 1e-9))
                {
                    right += scores[better] > scores[worse] ? 1 : scores[better] == scores[worse] ? .5 : 0;
                    all++;
                }
            }
        }

        return all > 0 ? right / all : double.NaN;
    }

    private static double RightOf(RisaNetwork network, Tensor styles, Tensor images, long[] own, int[] good)
    {
        if (good.Length == 0 || styles.Size(0) < 2)
        {
            return double.NaN;
        }

        var rows = Tensor.FromIntegers([.. good.Select(row => (long)row)], good.Length).To(images.Device);
        var columns = (int)styles.Size(0);
        var logits = network.Compare(styles.Reshape(1, columns, -1), images.IndexSelect(0, rows).Reshape(good.Length, 1, -1));
        var scores = Op.Sigmoid.Call(logits).Mean([2]).ToDouble();
        var (right, all) = (0.0, 0);
        for (var row = 0; row < good.Length; row++)
        {
            var mine = scores[(row * columns) + (int)own[good[row]]];
            for (var column = 0; column < columns; column++)
            {
                if (column != own[good[row]])
                {
                    var other = scores[(row * columns) + column];
                    right += mine > other ? 1 : mine == other ? .5 : 0;
                    all++;
                }
            }
        }

        return right / all;
    }
}
