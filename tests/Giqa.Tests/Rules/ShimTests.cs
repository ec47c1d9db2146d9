using Giqa.Training.Torch;

namespace Giqa.Tests.Rules;

/// <summary>libtorch's shim is reached from one folder: another binding would change that folder alone.</summary>
public sealed class ShimTests
{
    [Fact]
    public void Shim_OutsideOfTorch_IsNotReached()
    {
        var shim = typeof(GiqaTorch);
        var users = shim.Assembly.GetTypes().Where(type => type != shim && References.Of(type).Contains(shim)).ToList();

        Assert.NotEmpty(users);
        Assert.All(users, type => Assert.Equal(shim.Namespace, type.Namespace));
    }
}
