using Giqa.Models;

namespace Giqa.Agreement.Preferences;

/// <summary>How well judgements were foretold.</summary>
/// <param name="Tested">How many.</param>
/// <param name="Figures">The preference model's figure, then the others'.</param>
/// <param name="Verdict">Whether it is better, in one sentence.</param>
internal sealed record PreferenceForecast(int Tested, IReadOnlyList<PreferenceFigure> Figures, string Verdict);
