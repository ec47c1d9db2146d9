namespace Giqa.Benchmarks.Models;

/// <summary>What is compared, by the task names that both sides understand.</summary>
internal static class ModelTasks
{
    /// <summary>The task's name, EM iterations (1 elsewhere), rounds, and what the table calls it.</summary>
    internal static IReadOnlyList<(string Task, int Iterations, int Rounds, string Title)> All { get; } =
    [
        ("pca 0.95", 1, 2, "PCA(.95), 20k x 2048, float64"),
        ("em 256 7 full", 10, 2, "GMM full, M=7, D=256, 10 iterations"),
        ("em overlap 7 full", 10, 2, "GMM full, M=7, D=256, 10 iterations, rows without clusters"),
        ("em 256 70 full", 10, 1, "GMM full, M=70, D=256, 10 iterations"),
        ("em 2048 7 full", 3, 1, "GMM full, M=7, D=2048, 3 iterations"),
        ("em 256 7 diag", 10, 2, "GMM diagonal, M=7, D=256, 10 iterations"),
        ("em 256 7 tied", 10, 2, "GMM tied, M=7, D=256, 10 iterations"),
        ("em 256 7 spherical", 10, 2, "GMM spherical, M=7, D=256, 10 iterations"),
        ("kmeans 256 7", 1, 3, "k-means from given centres, M=7, D=256"),
        ("kmeans 256 70", 1, 3, "k-means from given centres, M=70, D=256"),
        ("score 256 7 full", 1, 3, "score 5000 rows, full, M=7, D=256"),
        ("score 256 70 full", 1, 3, "score 5000 rows, full, M=70, D=256"),
    ];
}
