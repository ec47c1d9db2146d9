using System.Reflection;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public sealed class OpTests(TorchFixture torch)
{
    [Fact]
    public void EveryDeclaredOperator_IsThere() => torch.Run(() =>
    {
        var operators = typeof(Op).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Select(field => (TorchOperator)field.GetValue(null)!).ToArray();
        Assert.True(operators.Length > 50);
        Assert.All(operators, found => Assert.StartsWith($"aten::{found.Name}(", found.Schema, StringComparison.Ordinal));
    });
}
