namespace Giqa.Cli.Demo;

/// <summary>Where the 70,000 photographs of Fashion-MNIST are.</summary>
internal sealed class FashionMnist
{
    /// <summary>Where Debian's package puts them.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>Finds the files.</summary>
    /// <param name="folder">Their folder; null for <see cref="DebianFolder"/>.</param>
    /// <exception cref="GiqaException">They are not there.</exception>
    public FashionMnist(string? folder)
    {
        Train = Path.Combine(folder ?? DebianFolder, "train-images-idx3-ubyte.gz");
        Test = Path.Combine(folder ?? DebianFolder, "t10k-images-idx3-ubyte.gz");
        if (!File.Exists(Train) || !File.Exists(Test))
        {
            throw new GiqaException($"Fashion-MNIST is not in {folder ?? DebianFolder}: run 'sudo apt-get install dataset-fashion-mnist', or name its folder with --data");
        }
    }

    /// <summary>60,000 training images.</summary>
    public string Train { get; }

    /// <summary>10,000 test images.</summary>
    public string Test { get; }
}
