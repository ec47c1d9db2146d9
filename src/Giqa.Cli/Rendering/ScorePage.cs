using Giqa.Cli.Inputs;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Cli.Rendering;

/// <summary>The page of <c>giqa score --report</c>.</summary>
internal sealed class ScorePage(QualityModel model, string modelPath, OpenedInputs inputs, ScoringPass pass, DecodeOptions decoding)
{
    public Task WriteAsync(string path, string title, string? reals, Session session, CancellationToken cancellationToken) =>
        throw new GiqaException($"no page yet for {path}, {title}, {reals}, {session}, {model}, {modelPath}, {inputs}, {pass}, {decoding}, {cancellationToken}");
}
