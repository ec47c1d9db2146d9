using System.CommandLine;
using System.Globalization;

namespace Giqa.Cli.Help;

/// <summary>The help of a verb, of a group of verbs, or of the whole program, as wide as the terminal.</summary>
internal sealed class HelpPage
{
    private const int Indent = 2;
    private const int DeepIndent = 6;
    private const int WidestName = 24;

    // Below this, a second column would hold single words.
    private const int TwoColumns = 60;

    // So few options can be taken in at a glance.
    private const int FewOptions = 5;

    private static readonly string[] FirstSteps = ["demo", "fit", "score", "pick", "compare"];

    private readonly TextWriter _out;
    private readonly int _width;

    /// <summary>Prepares to write.</summary>
    /// <param name="output">Where the help goes.</param>
    /// <param name="width">The maximum number of characters per line.</param>
    internal HelpPage(TextWriter output, int width) => (_out, _width) = (output, width);

    /// <summary>Writes it.</summary>
    /// <param name="command">The verb, group or root.</param>
    /// <param name="path">The words by which it is called, <c>giqa</c> first.</param>
    /// <param name="inherited">The options that every verb has.</param>
    internal void Write(Command command, string path, IEnumerable<Option> inherited)
    {
        Paragraph(command.Description ?? string.Empty, 0);
        _out.WriteLine();
        WriteUsage(command, path);
        WriteRows("Arguments", command.Arguments.Where(argument => !argument.Hidden).Select(argument => (NameOf(argument), argument.Description ?? string.Empty)));
        foreach (var (heading, commands) in command.Subcommands.Count > FewOptions ? HelpGroups.Of(command.Subcommands) : [("Verbs", [.. command.Subcommands])])
        {
            WriteRows(heading, commands.Select(verb => (verb.Name, verb.Description ?? string.Empty)));
        }

        var general = inherited.Where(option => option.Recursive || command.Options.Contains(option)).ToList();
        var own = command.Options.Except(general).ToList();
        var isShort = own.Count <= FewOptions;
        foreach (var (heading, options) in isShort ? [("Options", own), .. HelpGroups.Of(general)] : HelpGroups.Of([.. own, .. general]))
        {
            WriteRows(heading, options.Select(option => (NameOf(option), DescriptionOf(option))));
        }

        WriteExamples(command);
        if (command is not Verb)
        {
            _out.WriteLine();
            Paragraph($"{path} VERB --help shows more about a verb.", 0);
        }
    }

    /// <summary>The usage of a verb: its arguments, and its required options.</summary>
    internal static string Usage(Command command, string path)
    {
        var required = command.Options.Where(option => option.Required).Select(NameOf);
        string[] words = [path, .. command.Arguments.Select(NameOf), .. required, .. command is Verb ? (string[])["[options]"] : ["VERB"]];
        return string.Join(' ', words);
    }

    /// <summary>Its examples; for a group one for each verb, for the program those of the first steps.</summary>
    internal static IEnumerable<string> ExamplesOf(Command command) => command switch
    {
        Verb verb => verb.Examples,
        _ when command.Parents.Any() => command.Subcommands.SelectMany(child => ExamplesOf(child).Take(1)),
        _ => FirstSteps.SelectMany(name => command.Subcommands.Where(child => child.Name == name)).SelectMany(child => ExamplesOf(child).Take(1)),
    };

    private void WriteUsage(Command command, string path)
    {
        _out.WriteLine("Usage:");
        Paragraph(Usage(command, path), Indent);
    }

    private void WriteExamples(Command command)
    {
        var examples = ExamplesOf(command).ToList();
        if (examples.Count == 0)
        {
            return;
        }

        _out.WriteLine();
        _out.WriteLine("Examples:");
        foreach (var example in examples)
        {
            var lines = WrappedText.Command(example, _width - DeepIndent);
            for (var i = 0; i < lines.Count; i++)
            {
                _out.WriteLine(new string(' ', i == 0 ? Indent : DeepIndent) + lines[i]);
            }
        }
    }

    private void WriteRows(string heading, IEnumerable<(string Name, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        _out.WriteLine();
        _out.WriteLine($"{heading}:");
        var names = _width < TwoColumns ? 0 : Math.Min(WidestName, all.Max(row => row.Name.Length));
        foreach (var (name, text) in all)
        {
            WriteRow(name, text, names);
        }
    }

    private void WriteRow(string name, string text, int names)
    {
        var column = names == 0 ? DeepIndent : Indent + names + Indent;
        var lines = WrappedText.Lines(text, _width - column);
        var rest = lines.AsEnumerable();
        if (names > 0 && name.Length <= names)
        {
            _out.WriteLine($"{new string(' ', Indent)}{name.PadRight(names)}  {lines[0]}".TrimEnd());
            rest = lines.Skip(1);
        }
        else
        {
            Paragraph(name, Indent, DeepIndent);
        }

        foreach (var line in rest)
        {
            _out.WriteLine((new string(' ', column) + line).TrimEnd());
        }
    }

    private void Paragraph(string text, int indent, int? following = null)
    {
        var (first, others) = (new string(' ', indent), new string(' ', following ?? indent));
        var lines = WrappedText.Lines(text, _width - Math.Max(first.Length, others.Length));
        for (var i = 0; i < lines.Count; i++)
        {
            _out.WriteLine((i == 0 ? first : others) + lines[i]);
        }
    }

    private static string NameOf(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.HelpName ?? argument.Name}..." : argument.HelpName ?? argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string NameOf(Option option)
    {
        string[] names = [.. option.Aliases.Where(alias => alias.Length == 2), option.Name];
        var value = option.HelpName ?? string.Empty;
        return $"{string.Join(", ", names)} {value}".TrimEnd();
    }

    private static string DescriptionOf(Option option)
    {
        var text = option.Description ?? string.Empty;
        var initial = option is { HasDefaultValue: true, Required: false } && option.ValueType != typeof(bool) ? option.GetDefaultValue() : null;
        return option.Required ? $"{text} [required]"
            : initial is null || text.Contains("[default:", StringComparison.Ordinal) ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text} [default: {initial}]");
    }
}
