using Giqa.Features.Inception;

namespace Giqa.Features;

/// <summary>Compares a backbone with what is recorded of it.</summary>
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
        var recordedHash = builtIn?.WeightsHash ?? (name == FidBackbone.Name ? FidBackbone.Weights.HashPrefix : backbone.WeightsHash);
        if (!backbone.WeightsHash.StartsWith(recordedHash, StringComparison.Ordinal))
        {
            return $"the SHA-256 of its weights is {backbone.WeightsHash}, {recordedHash} was recorded; {(builtIn is null ? $"run 'giqa models pull {name}'" : "run 'npm ci' and build again")}";
        }

        using var extractor = new FeatureExtractor(backbone);
        var features = extractor.Extract(SelfTest.Draw());
        if (name == FidBackbone.Name)
        {
            return Array.TrueForAll(features, float.IsFinite) ? null : "its features of the test picture are not finite numbers";
        }

        var recorded = builtIn?.SelfTest ?? ImportedBackbone.Load(Path.Combine(store.Folder, name)).SelfTest;
        return SelfTest.Compare(features, recorded);
    }
}
