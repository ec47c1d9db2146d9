namespace Giqa.Features;

/// <summary>Compares a backbone with its record.</summary>
internal sealed class BackboneVerifier(BackboneStore store)
{
    internal VerifyResult Verify(string name)
    {
        try
        {
            return new VerifyResult(name, FindProblem(name));
        }
        catch (GiqaException e) when (e is not NativeLibraryException)
        {
            return new VerifyResult(name, e.Message);
        }
    }

    private string? FindProblem(string name)
    {
        var backbone = store.Open(name);
        var builtIn = BuiltInBackbones.Find(name);
        var pulled = PulledBackbone.Find(name);
        if (pulled is not null && !backbone.WeightsHash.StartsWith(pulled.Weights.HashPrefix, StringComparison.Ordinal))
        {
            return $"the SHA-256 of its weights is {backbone.WeightsHash}, {pulled.Weights.HashPrefix} was recorded; run 'giqa models pull {name}'";
        }

        using var extractor = new FeatureExtractor(backbone);
        var features = extractor.Extract(SelfTest.Draw());
        if (pulled is not null)
        {
            return Array.TrueForAll(features, float.IsFinite) ? null : "its features for the test picture are not finite numbers";
        }

        var recorded = builtIn?.SelfTest ?? ImportedBackbone.Load(Path.Combine(store.Folder, name)).SelfTest;
        return SelfTest.Compare(features, recorded);
    }
}

/// <summary>The result of checking a backbone.</summary>
/// <param name="Name">The backbone.</param>
/// <param name="Problem">One line on what is wrong; null if nothing is.</param>
internal sealed record VerifyResult(string Name, string? Problem)
{
    /// <summary>True if weights and features match the record.</summary>
    public bool IsSound => Problem is null;
}
