using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Cli.Preferring;
using Giqa.Cli.Rendering;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa models show</c>: what a model file is, and how it scores noise.</summary>
internal sealed class ModelsShowCommand : Verb
{
    private readonly Argument<string> _model = new("M.giqa") { Description = "A model of giqa fit or giqa train." };
    private readonly Option<bool> _json = Make.Json();

    public ModelsShowCommand()
        : base("show", "Show what a model file is: how it was made, on how many images, any warnings, and how it scores noise.") =>
        Take([_model, _json]);

    public override IReadOnlyList<string> Examples => ["giqa models show reals.giqa"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var facts = ModelFacts.Of(arguments.GetRequiredValue(_model));
        if (arguments.GetValue(_json))
        {
            session.WriteJson(facts, CliJson.Default.ModelFacts);
            return Task.FromResult(ExitCode.Done);
        }

        foreach (var (name, value) in Lines(facts))
        {
            session.Out.WriteLine($"{name,-12} {value}");
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static IEnumerable<(string Name, string Value)> Lines(ModelFacts facts)
    {
        yield return ("file", facts.Path);
        yield return ("method", facts.Method);
        yield return ("network", facts.Backbone is not { } backbone ? "unknown: it scores features" : facts.BackboneFingerprint is null || facts.Training is not null || facts.Imported is not null ? $"{backbone}, its own" : backbone);
        yield return ("made by", facts.Software);
        if (facts.Fit is { } fit)
        {
            yield return ("images", fit.Counts.Fitted == 0 ? $"fitted elsewhere; quality calibrated on {Counted.RealImages(fit.Counts.HeldOut)}" : $"{Figures.Count(fit.Counts.Fitted)} real ones fitted, {Figures.Count(fit.Counts.HeldOut)} held out; quality by {fit.CalibratedBy}");
        }

        if (facts.Training is { } training)
        {
            yield return ("training", $"{Figures.Count(training.GeneratedImages)} generated images of {training.Iterations.Count} iterations, epoch {training.BestEpoch} of {training.Epochs}");
        }

        if (facts.Imported is { } imported)
        {
            yield return ("imported", $"{imported.Source}, licence {imported.Licence}; {imported.Describe()}");
        }

        if (facts.PairTraining is { } pairs)
        {
            yield return ("training", FormattableString.Invariant($"{pairs.TrainingPairs} pairs, epoch {pairs.BestEpoch} of {pairs.Epochs}; on {pairs.ValidationPairs} held-out ones {pairs.OrderAccuracy:P1} in order, {pairs.ReferenceAccuracy:P1} prefer their own reference"));
        }

        if (facts.MapImages is { } mapped)
        {
            yield return ("maps", $"learned and calibrated on {Counted.RealImages(mapped)}");
        }

        if (facts.People is { } people)
        {
            yield return ("people", $"shares from {people.Describe()}; {PeopleWords.Ends(people)}");
        }

        yield return ("non-images", Describe(facts));
        if (facts.Probe is { DegradedReals.Count: > 0 } probe && probe.Describe() is null)
        {
            var worst = probe.DegradedReals.MaxBy(picture => picture.Quality)!;
            yield return ("ruined", FormattableString.Invariant($"degraded as strongly as possible, held-out images reach a mean quality of at most {worst.Quality:.000} ({worst.Picture})"));
        }

        var praised = facts.Probe?.Describe();
        foreach (var warning in (facts.Fit?.Warnings ?? []).Where(warning => warning != praised))
        {
            yield return ("warning", warning);
        }
    }

    private static string Describe(ModelFacts facts) => facts.Probe switch
    {
        { } probe when probe.Describe() is { } praised => praised,
        { } probe => FormattableString.Invariant($"noise, flat colours and patterns reach a quality of at most {probe.Pictures.Max(picture => picture.Quality):.000} ({probe.Pictures.MaxBy(picture => picture.Quality)!.Picture})"),
        null when facts.Method == "prefer" => "not tested: the backbone of its features is not installed",
        null when facts.PairTraining is null => "not tested: it is fitted to features, and noise is far from them",
        null => "not tested: it was trained by a version without this test; train it again",
    };
}
