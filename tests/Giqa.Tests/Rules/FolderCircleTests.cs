using System.Reflection;
using System.Text.RegularExpressions;
using Giqa.Cli;
using Giqa.Tests.Support;
using Giqa.Training.Torch;
using Giqa.Web;

namespace Giqa.Tests.Rules;

/// <summary>The folders of a project use each other in one direction. Those of the library are the stages of <see cref="StageOrderTests"/>.</summary>
public sealed partial class FolderCircleTests
{
    public static TheoryData<string> Projects => ["Giqa.Cli", "Giqa.Training", "Giqa.Web"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_FormNoCircle(string project)
    {
        var folders = FoldersOfTypes(Repository.PathOf("src", project));
        var uses = (from type in AssemblyOf(project).GetTypes()
                    from used in References.Of(type)
                    where used.Assembly == type.Assembly
                    let arrow = (From: FolderOf(type), To: FolderOf(used), Told: $"{Outermost(type).Name} uses {Outermost(used).Name}")
                    where arrow.From is not null && arrow.To is not null && arrow.From != arrow.To
                    select arrow).ToLookup(arrow => arrow.From!, arrow => (To: arrow.To!, arrow.Told));
        var circles = from folder in uses
                      from arrow in folder
                      where Reaches(arrow.To, folder.Key, [])
                      select $"{folder.Key} to {arrow.To}: {arrow.Told}";
        Assert.Empty(circles.Distinct().Order(StringComparer.Ordinal));

        string? FolderOf(Type type) => folders.GetValueOrDefault(Outermost(type).Name.Split('`')[0]);

        bool Reaches(string from, string to, HashSet<string> seen) =>
            from == to || (seen.Add(from) && uses[from].Any(arrow => Reaches(arrow.To, to, seen)));
    }

    private static Assembly AssemblyOf(string project) => project switch
    {
        "Giqa.Cli" => typeof(ExitCode).Assembly,
        "Giqa.Training" => typeof(Tensor).Assembly,
        _ => typeof(Figures).Assembly,
    };

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The folder right below the project for the name of every type and component; the project's own has the empty name.</summary>
    private static Dictionary<string, string> FoldersOfTypes(string project)
    {
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(project, "*", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(project, path).Split('/');
            var names = Path.GetExtension(path) switch
            {
                ".cs" => TypeName().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value),
                ".razor" => [Path.GetFileNameWithoutExtension(path)],
                _ => [],
            };
            foreach (var name in names)
            {
                folders[name] = parts.Length > 1 ? parts[0] : string.Empty;
            }
        }

        return folders;
    }

    [GeneratedRegex(@"^(?:public|internal) [\w ]*?\b(?:class|struct|record|interface|enum|delegate [\w<>?\[\], ]+?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();
}
