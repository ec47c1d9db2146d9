namespace Giqa.Tests.Training;

/// <summary>libtorch's random numbers and its count of live tensors belong to the process, so these tests run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TorchTests : ICollectionFixture<TorchFixture>
{
    public const string Name = "libtorch";
}
