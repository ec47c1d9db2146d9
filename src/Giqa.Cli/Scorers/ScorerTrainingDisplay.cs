using System.Globalization;
using Giqa.Cli.Rendering;
using Giqa.Training.Scorers;

namespace Giqa.Cli.Scorers;

/// <summary>Shows training progress: a progress line, and a permanent line for each epoch.</summary>
internal sealed class ScorerTrainingDisplay(Session session, int epochs) : IProgress<ScorerTrainingProgress>, IDisposable
{
    private ProgressLine? _line;
    private string _label = string.Empty;
    private bool _hasHeading;

    public void Report(ScorerTrainingProgress value)
    {
        if (value.Finished is { } epoch)
        {
            Dispose();
            if (!_hasHeading)
            {
                session.Note(TrainingCurves.Heading);
                _hasHeading = true;
            }

            session.Note(TrainingCurves.Line(epoch));
            return;
        }

        var label = value.Epoch == 0 ? value.Stage : $"{value.Stage}, epoch {value.Epoch} of {epochs}";
        if (label != _label)
        {
            Dispose();
            _line = session.Progress(label);
            _label = label;
        }

        _line?.Report(value.Done, value.Total, value.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:F4}") : null);
    }

    public void Dispose()
    {
        _line?.Dispose();
        _line = null;
        _label = string.Empty;
    }
}
