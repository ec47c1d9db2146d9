using System.Globalization;
using k8s.Models;

namespace Giqa.Cli.Runs;

/// <summary>What <c>--kubernetes</c> says: words of the form <c>key=value</c>, parted by blanks; of a key that is given twice the last counts, but for claims.</summary>
internal sealed record KubernetesOptions
{
    private static readonly string[] Keys = ["image", "namespace", "context", "cpu", "memory", "gpus", "claim", "secret", "parallelism", "service-account", "run-as"];

    /// <summary>The image that holds Giqa.</summary>
    public required string Image { get; init; }

    /// <summary>Where the job is created; null for what the context says.</summary>
    public string? Namespace { get; init; }

    /// <summary>The context of the kubeconfig; null for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>What a pod asks of the processor; it computes on as many threads.</summary>
    public ResourceQuantity Cpu { get; init; } = new("1");

    /// <summary>What a pod asks of memory, and may not exceed; null leaves it to the namespace.</summary>
    public ResourceQuantity? Memory { get; init; }

    /// <summary>NVIDIA's GPUs for a pod.</summary>
    public int Gpus { get; init; }

    /// <summary>How many pods run at a time; null for all.</summary>
    public int? Parallelism { get; init; }

    /// <summary>The service account of the pods; they need none that may do anything.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>As which user, and group, the pods write; null for the image's.</summary>
    public (long User, long Group)? RunAs { get; init; }

    /// <summary>Volumes, by claim, and the path that each has in pods and on the machine that submits.</summary>
    public required IReadOnlyList<(string Claim, string Path)> Claims { get; init; }

    /// <summary>A secret whose keys are variables of the pods' environment, such as <c>AWS_ACCESS_KEY_ID</c>; null for none.</summary>
    public string? Secret { get; init; }

    /// <summary>Reads the words.</summary>
    /// <exception cref="UsageException">A word is none of these, or no image is named.</exception>
    public static KubernetesOptions Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var claims = new List<(string, string)>();
        foreach (var word in Words.Split(text))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == word.Length - 1 || !Keys.Contains(word[..at]))
            {
                throw Wrong(word, $"must be one of {string.Join(", ", Keys)}, with =VALUE");
            }

            values[word[..at]] = word[(at + 1)..];
            if (word[..at] == "claim")
            {
                claims.Add(Claim(word));
            }
        }

        return new KubernetesOptions
        {
            Image = values.GetValueOrDefault("image") ?? throw new UsageException("--on kubernetes needs an image that holds Giqa (deploy/Containerfile makes one): --kubernetes \"image=registry.example/giqa:1 claim=NAME:/path\""),
            Namespace = values.GetValueOrDefault("namespace"),
            Context = values.GetValueOrDefault("context"),
            Cpu = Quantity(values, "cpu") ?? new ResourceQuantity("1"),
            Memory = Quantity(values, "memory"),
            Gpus = Whole(values, "gpus", 0) ?? 0,
            Parallelism = Whole(values, "parallelism", 1),
            ServiceAccount = values.GetValueOrDefault("service-account"),
            RunAs = User(values),
            Secret = values.GetValueOrDefault("secret"),
            Claims = claims,
        };
    }

    private static (string, string) Claim(string word) =>
        word["claim=".Length..].Split(':', 2) is [{ Length: > 0 } name, ['/', ..] path] ? (name, path) : throw Wrong(word, "must be claim=NAME:/path");

    private static int? Whole(Dictionary<string, string> values, string key, int least) =>
        !values.TryGetValue(key, out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least ? value
        : throw Wrong($"{key}={text}", $"must be a whole number of at least {least}");

    private static ResourceQuantity? Quantity(Dictionary<string, string> values, string key)
    {
        if (!values.TryGetValue(key, out var text))
        {
            return null;
        }

        try
        {
            return new ResourceQuantity(text).ToDecimal() > 0 ? new ResourceQuantity(text) : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw Wrong($"{key}={text}", "must be a quantity such as 4, 500m or 3Gi");
        }
    }

    private static (long User, long Group)? User(Dictionary<string, string> values)
    {
        if (!values.TryGetValue("run-as", out var text))
        {
            return null;
        }

        long[] numbers = [.. text.Split(':').Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
        return numbers is [>= 0 and var user] ? (user, user) : numbers is [>= 0, >= 0] ? (numbers[0], numbers[1]) : throw Wrong($"run-as={text}", "must be run-as=UID or run-as=UID:GID");
    }

    private static UsageException Wrong(string word, string rule) => new($"--kubernetes {word}: {rule}");
}
