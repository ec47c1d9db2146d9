using System.CommandLine;
using Giqa.Cli.Inputs;
using Giqa.Cli.Options;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models import-official</c>: makes a model from the pickled PCA and mixture of the paper's official program.</summary>
internal sealed class ModelsImportOfficialCommand : Verb
{
    private const string DefaultBackbone = "inception-fid";

    private readonly Argument<string[]> _files = new("PCA.pkl GMM.pkl") { Description = "The pickled PCA and GaussianMixture of scikit-learn, in either order; the mixture alone if there is no PCA.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _real = new("--real") { Description = "Real images, or their features, to calibrate quality on; not those that the mixture was fitted to.", HelpName = "INPUT", Required = true };
    private readonly Option<string?> _out = Make.OutputFile("--out", "M.giqa", "Where the model goes.", required: true);
    private readonly BackboneOptions _backbone = new(DefaultBackbone);
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _images = new();

    public ModelsImportOfficialCommand()
        : base("import-official", "Make a model from the official program's PCA.pkl and GMM.pkl: it gives the same scores, and qualities too.") =>
        Take([_files, _real, _out, .. _backbone.All, .. _cache.All, .. _images.All]);

    public override IReadOnlyList<string> Examples => ["giqa models import-official PCA.pkl GMM.pkl --real reals/ --out official.giqa"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_out)!;
        var mixture = ScikitMixture.Open(arguments.GetRequiredValue(_files));
        var specifications = arguments.GetRequiredValue(_real);
        using var inputs = OpenedInputs.Open(
            new InputNeeds
            {
                Specifications = specifications,
                Decoding = _images.Read(arguments),
                Cache = _cache.Read(arguments),
                BackboneName = _backbone.Name(arguments) ?? DefaultBackbone,
                Preset = _backbone.Preset(arguments),
            },
            session);
        var (reals, skipped) = await FeatureCollector.CollectAsync(inputs, "extracting", cancellationToken).ConfigureAwait(false);
        var model = mixture.Calibrate(reals, cancellationToken);
        session.WriteWhole(() => model.Save(path));
        skipped.Tell(session);
        foreach (var warning in model.Report.Warnings)
        {
            session.Warn(warning);
        }

        session.Out.WriteLine($"{path}: {Counted.Of(model.Options.Components, "Gaussian")} of {Counted.Of(model.Report.Dimensions, "dimension")}, of scikit-learn {mixture.Version ?? "(version unknown)"}; quality calibrated on {Counted.RealImages(model.HeldOutCount)}");
        return skipped.Code;
    }
}
