using System.CommandLine;

namespace Giqa.Cli.Options;

/// <summary>Options that several verbs have in common.</summary>
internal interface IOptionGroup
{
    /// <summary>All of them, in the order of the help.</summary>
    IReadOnlyList<Option> All { get; }
}

/// <summary>Adds groups one by one.</summary>
internal static class OptionGroups
{
    public static void AddTo(this IOptionGroup group, Command verb)
    {
        foreach (var option in group.All)
        {
            verb.Options.Add(option);
        }
    }
}
