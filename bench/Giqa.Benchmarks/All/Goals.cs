namespace Giqa.Benchmarks.All;

/// <summary>A row that the whole run measures.</summary>
/// <param name="Bench">The benchmark.</param>
/// <param name="Title">The row.</param>
/// <param name="Peer">Its peer.</param>
/// <param name="Ratio">The ratio to reach; null where none is asked for.</param>
/// <param name="Needs">The work that cannot be left out, per item; null if not known.</param>
internal sealed record Goal(string Bench, string Title, string Peer, double? Ratio = null, Work? Needs = null);

/// <summary>All rows, what they are to reach, and the work in them by the sizes that the benchmarks use.</summary>
internal static class Goals
{
    private const double Pairs = 5000.0 * 5000;

    internal static IReadOnlyList<Goal> All { get; } =
    [
        .. Images.ImageTasks.All.Select(task => new Goal("images", task.Task, "Pillow")),
        new("features", "PNG to Inception features, an image", "PyTorch, eager", 2, new(11.4e9, 0, 0, "11.4 GFlop of convolutions")),
        new("models", "PCA(.95), 20k x 2048, float64", "scikit-learn", 4, new(0, (20_000.0 * 2048 * 2048) + (4.0 / 3 * Math.Pow(2048, 3)), 0, "covariance and tridiagonal form")),
        new("models", "GMM full, M=7, D=256, 10 iterations", "scikit-learn", 5),
        new("models", "GMM full, M=7, D=256, 10 iterations, rows without clusters", "scikit-learn", 5),
        new("models", "GMM full, M=70, D=256, 10 iterations", "scikit-learn", 20),
        new("models", "GMM full, M=7, D=2048, 3 iterations", "scikit-learn", 8),
        new("models", "GMM diagonal, M=7, D=256, 10 iterations", "scikit-learn", 4),
        new("models", "GMM tied, M=7, D=256, 10 iterations", "scikit-learn"),
        new("models", "GMM spherical, M=7, D=256, 10 iterations", "scikit-learn", 4),
        new("models", "k-means from given centres, M=7, D=256", "scikit-learn", 2),
        new("models", "k-means from given centres, M=70, D=256", "scikit-learn", 2),
        new("models", "score 5000 rows, full, M=7, D=256", "scikit-learn"),
        new("models", "score 5000 rows, full, M=70, D=256", "scikit-learn"),
        .. Neighbours("paper 1", 2.5, null, null),
        .. Neighbours("cold 1", 2, 2, null),
        .. Neighbours("paper 5", null, null, null),
        .. Neighbours("paper 3500", 1.5, 1.5, new(2.0 * 20_000 * 2048, 0, 0, "every product of a query and a reference")),
        new("neighbours", "official 1", "authors", 150),
        new("neighbours", "official 3500", "authors", 150),
        new("many references", "200,000 x 2,048, K = 1", "goal"),
        new("many references", "1,000,000 x 512, K = 1", "goal", 1),
        new("many references", "1,000,000 x 512, whitened, K = 1", "goal", null, new(2.0 * 1_000_000 * 512, 0, 0, "every product of a query and a reference")),
        new("many references", "1,000,000 x 74, whitened, K = 5", "goal", null, new(2.0 * 1_000_000 * 74, 0, 0, "every product of a query and a reference")),
        new("metrics", "FID: mean and covariance, 2 sets of 5,000 x 2048", "NumPy", 1.5, new(0, 2 * 5000.0 * 2048 * 2048, 0, "half of a symmetric product for each set")),
        new("metrics", "FID: distance of two statistics, 2048", "pytorch-fid (SciPy sqrtm)", 10),
        new("metrics", "FID whole, 2 sets of 1,000 x 2048", "pytorch-fid (SciPy sqrtm)", 5),
        new("metrics", "KID, 100 subsets of 1,000 x 2048", "torch-fidelity (NumPy)", 4, new(2 * 2048 * 2 * Pairs, 0, 0, "every product of two rows once")),
        new("metrics", "precision, recall, density, coverage, k = 5, 2 sets of 5,000 x 2048", "prdc", 8, new(2 * 2048 * 2 * Pairs, 0, 0, "every product of two rows once")),
        new("metrics", "Inception Score, 20,000 x 1008", "torch-fidelity (PyTorch)"),
        .. Training("DCGAN, 64 channels, 32 x 32 grey, batch 64", null),
        .. Training("VGG-11 with batch norm and 8 outputs, 32 x 32 RGB, batch 128", 2),
        .. Training("style encoder, 64 to 256 channels, 64 x 64 RGB, batch 32", 2),
        new("sets", SetsBenchmark.Whole, "goal", 1),
        new("sets", SetsBenchmark.Scores, "goal", 1),
        new("program", ProgramBenchmark.Start, "goal", 1),
        new("program", ProgramBenchmark.Png, "goal", 1),
        new("program", ProgramBenchmark.Jpeg, "goal", 1),
    ];

    private static IEnumerable<Goal> Neighbours(string task, double? faiss, double? torch, Work? needs) =>
    [
        new("neighbours", task, "faiss", faiss, needs), new("neighbours", task, "torch", torch, needs), new("neighbours", task, "sklearn", null, needs),
    ];

    private static IEnumerable<Goal> Training(string workload, double? defaults) =>
    [
        new("training", workload + ", float32", "PyTorch, eager", 1),
        new("training", workload + ", bfloat16", "PyTorch, eager", 1),
        new("training", workload + ", Giqa's defaults", "PyTorch, eager", defaults),
    ];
}
