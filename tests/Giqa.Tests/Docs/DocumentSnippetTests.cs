using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Docs;

/// <summary>Every C# block of the documents compiles, warnings being errors; those of <c>library.md</c> and of the README run, too.</summary>
public sealed class DocumentSnippetTests
{
    /// <summary>What a web project imports by itself.</summary>
    private const string Implicit = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        global using global::Microsoft.AspNetCore.Builder;
        global using global::Microsoft.AspNetCore.Http;
        global using global::Microsoft.AspNetCore.Routing;
        global using global::Microsoft.Extensions.Configuration;
        global using global::Microsoft.Extensions.DependencyInjection;

        """;

    /// <summary>The documents, and what their blocks take for granted.</summary>
    private static readonly (string Document, string Ambient)[] Documents =
    [
        ("docs/library.md", ""),
        ("README.md", ""),
        ("eng/package-readme.md", ""),
        ("docs/aspnet.md", "string[] args"),
        ("docs/serve.md", "CancellationTokenSource stop"),
        ("docs/report.md", "IReadOnlyList<Giqa.Scores.ImageScore> scores, Giqa.Models.QualityModel model, Giqa.Features.FeatureSet features, Stream stream"),
        ("docs/backbones.md", ""),
        ("docs/training.md", ""),
        ("docs/scorers.md", ""),
        ("docs/maps.md", ""),
    ];

    [Fact]
    public void Blocks_OfEveryDocument_Compile()
    {
        using var folder = new TemporaryFolder();

        AssertCompiled([Implicit, .. Sources(Documents), EntryPoint([])], folder.File("all.dll"));
    }

    [Fact]
    public void Documents_WithBlocks_AreAllLookedAt()
    {
        var written = Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Concat([Repository.PathOf("README.md"), .. Directory.GetFiles(Repository.PathOf("eng"), "*.md")])
            .Where(path => File.ReadAllText(path).Contains("```csharp", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path));

        Assert.Equal(Documents.Select(document => document.Document).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Block_ThatNamesWhatIsNotThere_IsToldByItsPlace()
    {
        using var folder = new TemporaryFolder();
        var program = DocumentProgram.Read("docs/wrong.md", "# Wrong\n\n```csharp\nusing Giqa;\n\nusing var scorer = ImageScorer.Open(\"real.giqa\");\n```\n").Single();

        var message = Assert.Single(SnippetCompiler.Compile([Implicit, program.ToSource(""), EntryPoint([])], folder.File("wrong.dll")));

        Assert.StartsWith("docs/wrong.md(6,", message[message.IndexOf("docs/", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("'Open'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_OfTheLibrarysPageAndTheReadme_Run()
    {
        using var work = new TemporaryFolder();
        Paint(work.File("real"), 0, 120);
        Paint(work.File("generated"), 1000, 60);
        Paint(work.File("other"), 2000, 60);
        File.WriteAllText(work.File("generated/broken.png"), "no image");
        var assembly = Path.Combine(AppContext.BaseDirectory, $"Giqa.DocumentSnippets.{Environment.ProcessId}.dll");
        try
        {
            // The model of the other sections is the one that this section makes.
            var programs = Read("docs/library.md").OrderByDescending(program => program.Title == "Fit a model").Concat(Read("README.md")).ToList();
            AssertCompiled([Implicit, .. programs.Select(program => program.ToSource("")), EntryPoint(programs)], assembly);

            var (code, output) = SnippetCompiler.RunBesideTests(assembly, work.Path, telemetry: null);

            Assert.True(code == 0, output);
            foreach (var words in (string[])["60 scored, 1 skipped, mean quality 0.", "True True", "the best is ", "first: QS 0.", "121 of 121, 1 skipped", "fit it again: ", "8 of 8 scored"])
            {
                Assert.Contains(words, output, StringComparison.Ordinal);
            }

            Assert.InRange(Directory.GetFiles(work.File("best")).Length, 30, 60);
        }
        finally
        {
            File.Delete(assembly);
        }
    }

    private static void AssertCompiled(IEnumerable<string> sources, string assembly)
    {
        var messages = SnippetCompiler.Compile(sources, assembly);
        Assert.True(messages.Count == 0, string.Join('\n', messages));
    }

    private static IReadOnlyList<DocumentProgram> Read(string document) => DocumentProgram.Read(document, File.ReadAllText(Repository.PathOf(document)));

    private static IEnumerable<string> Sources((string Document, string Ambient)[] documents) =>
        documents.SelectMany(document => Read(document.Document).Select(program => program.ToSource(document.Ambient)));

    private static string EntryPoint(IEnumerable<DocumentProgram> programs) => $$"""
        internal static class EntryPoint
        {
            private static async Task Main()
            {
                await Task.CompletedTask;
                {{string.Join("\n", programs.Select(program => $"Console.WriteLine(\"## {program.Title}\"); await {program.Namespace}.Program.RunAsync();"))}}
            }
        }
        """;

    private static void Paint(string folder, int first, int count)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i:00}.png"), ImageEncoder.EncodePng(PaintedImages.Paint(first + i)));
        }
    }
}
