using System.Reflection;

namespace Giqa.Tests.Rules;

/// <summary>errors → images → features → models → scores → { selection, metrics, agreement } → doors: a stage uses those to its left, never those to its right.</summary>
public sealed class StageOrderTests
{
    private static readonly Dictionary<string, int> Rank = new(StringComparer.Ordinal)
    {
        ["Errors"] = -1,
        ["Storage"] = 0,
        ["Numerics"] = 0,
        ["Images"] = 1,
        ["Features"] = 2,
        ["Models"] = 3,
        ["Scores"] = 4,
        ["Selection"] = 5,
        ["Metrics"] = 5,
        ["Agreement"] = 5,
        ["Doors"] = 6,
    };

    private static readonly Assembly Library = typeof(GiqaException).Assembly;

    [Fact]
    public void Stages_UseOnlyWhatStandsLeftOfThem()
    {
        var wrong = from type in Library.GetTypes()
                    let stage = StageOf(type)
                    where stage is not null
                    from used in References.Of(type)
                    where used.Assembly == Library && StageOf(used) is { } other && other != stage && Rank[other] >= Rank[stage]
                    select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(wrong.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Namespaces_OfTheLibrary_AreTheStages()
    {
        var unknown = Library.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Giqa.", StringComparison.Ordinal) == true && StageOf(type) is null)
            .Select(type => type.FullName);
        Assert.Empty(unknown);
    }

    [Fact]
    public void References_MethodBody_IsRead() => Assert.Contains(typeof(StringWriter), References.Of(typeof(Sample)));

    /// <summary>The root namespace holds the exceptions that everybody throws, the doors that users come in by, and the probe of models, which models keep the result of.</summary>
    private static string? StageOf(Type type)
    {
        if (type.Namespace == "Giqa")
        {
            return typeof(Exception).IsAssignableFrom(type) ? "Errors" : (type.FullName ?? type.Name).Contains("Probe", StringComparison.Ordinal) ? "Models" : "Doors";
        }

        var parts = type.Namespace?.Split('.') ?? [];
        return parts.Length > 1 && parts[0] == "Giqa" && Rank.ContainsKey(parts[1]) ? parts[1] : null;
    }

    private static class Sample
    {
        internal static string Run() => new StringWriter().ToString();
    }
}
