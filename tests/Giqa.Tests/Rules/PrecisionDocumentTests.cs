using System.Reflection;
using System.Text.RegularExpressions;
using Giqa.Metrics;

namespace Giqa.Tests.Rules;

/// <summary>What docs/precision.md promises is held by tests that exist, and no metric goes without a promise.</summary>
public sealed partial class PrecisionDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "precision.md"));

    [Fact]
    public void Tests_NamedInTheDocument_Exist()
    {
        var methods = TestClasses().ToDictionary(type => type.Name, type => type.GetMethods().Select(method => method.Name).ToHashSet());
        var named = Names().Matches(Document).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();

        Assert.True(named.Count > 60, $"only {named.Count} tests are named");
        Assert.All(named, name => Assert.True(
            methods.TryGetValue(name.Class, out var own) && (name.Method.Length == 0 || own.Contains(name.Method) || (name.Method.EndsWith('_') && own.Any(method => method.StartsWith(name.Method, StringComparison.Ordinal)))),
            $"there is no test {name.Class}.{name.Method}"));
    }

    [Fact]
    public void Metrics_OfTheLibrary_AllHaveARow()
    {
        var metrics = typeof(Comparison).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true, Namespace: "Giqa.Metrics" or "Giqa.Agreement" })
            .Where(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Any(method => method.Name == "Compute"))
            .Select(type => type.Name)
            .Where(name => !name.EndsWith("Definition", StringComparison.Ordinal) && name != nameof(NeighbourRadii))
            .ToList();

        Assert.Contains(nameof(FrechetDistance), metrics);
        Assert.All(metrics, name => Assert.True(Document.Contains($"`{name}Tests", StringComparison.Ordinal), $"{name} has no row in docs/precision.md"));
    }

    private static IEnumerable<Type> TestClasses() => Assembly.GetExecutingAssembly().GetTypes().Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal) && !type.IsNested);

    [GeneratedRegex(@"`([A-Z]\w*Tests)(?:\.(\w+))?(?:\.\.\.)?`")]
    private static partial Regex Names();
}
