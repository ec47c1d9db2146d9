using System.Globalization;
using Giqa.Tests.Docs;
using Giqa.Tests.Support;

namespace Giqa.Tests.Library;

/// <summary>A program that has sessions of Microsoft's ONNX Runtime of its own, beside Giqa's.</summary>
public sealed class OnnxRuntimeBesideTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>
{
    private const string Program = """
        using System;
        using System.Linq;
        using Giqa;
        using Microsoft.ML.OnnxRuntime;
        using Microsoft.ML.OnnxRuntime.Tensors;

        internal static class Program
        {
            // arguments: before|after NETWORK.onnx MODEL.giqa IMAGE
            private static void Main(string[] arguments)
            {
                var session = arguments[0] == "before" ? new InferenceSession(arguments[1]) : null;
                var first = session is null ? null : Run(session);
                using var scorer = ImageScorer.Load(arguments[2]);
                var score = scorer.Score(arguments[3]);
                session ??= new InferenceSession(arguments[1]);
                var second = Run(session);
                Console.WriteLine(FormattableString.Invariant($"{score.Score:R} {second.Length} {(first ?? Run(session)).SequenceEqual(second)}"));
                session.Dispose();
                Console.WriteLine(FormattableString.Invariant($"{scorer.Score(arguments[3]).Score:R}"));
            }

            private static float[] Run(InferenceSession session)
            {
                var (name, input) = session.InputMetadata.Single();
                var picture = new DenseTensor<float>(input.Dimensions.Select(size => Math.Max(1, size)).ToArray());
                picture.Buffer.Span.Fill(0.25f);
                using var results = session.Run([NamedOnnxValue.CreateFromTensor(name, picture)]);
                return results[0].AsEnumerable<float>().ToArray();
            }
        }
        """;

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public void Program_WithASessionOfItsOwn_GetsBothOutputs(string order)
    {
        using var home = new TemporaryFolder();
        var image = fitted.WriteImages(9000, 1).Single();
        var assembly = Path.Combine(AppContext.BaseDirectory, $"Giqa.Beside.{Environment.ProcessId}.{order}.dll");
        try
        {
            Assert.Empty(SnippetCompiler.Compile([Program], assembly));
            var network = Repository.PathOf("src", "Giqa", "Features", "Backbones", "Weights", "mobilenet-low.onnx");

            var (code, output) = SnippetCompiler.RunBesideTests(assembly, home.Path, telemetry: order == "before" ? "1" : null, order, network, fitted.Folder.File("model.giqa"), image);

            Assert.True(code == 0, output);
            var score = fitted.Scorer.Score(image).Score!.Value.ToString("R", CultureInfo.InvariantCulture);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Matches($"^{score} [1-9][0-9]* True$", lines[0]);
            Assert.Equal(score, lines[1]);

            // The runtime's reports to its publisher: Giqa switches them off before it loads it. Who loads it first does so himself.
            Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path, "*onnxruntime*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
        }
        finally
        {
            File.Delete(assembly);
        }
    }
}
