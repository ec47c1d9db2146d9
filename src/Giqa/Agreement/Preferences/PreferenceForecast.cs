using Giqa.Models;

namespace Giqa.Agreement.Preferences;

/// <summary>How well judgements were foretold.</summary>
/// <param name="Foretold">Those that were foretold.</param>
/// <param name="Figures">The preference model's figure, then the others'.</param>
/// <param name="Verdict">Whether it is better, in one sentence.</param>
internal sealed record PreferenceForecast(IReadOnlyList<ForetoldLabel> Foretold, IReadOnlyList<PreferenceFigure> Figures, string Verdict);
