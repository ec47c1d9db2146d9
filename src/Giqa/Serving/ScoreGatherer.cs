using System.Collections.Concurrent;
using Giqa.Features;
using Giqa.Scores;

namespace Giqa;

/// <summary>
/// Turns features into scores on one thread, in batches: a model's matrices are read once per batch; doing so for one image
/// at a time would cost as much as the network.
/// </summary>
internal sealed class ScoreGatherer : IAsyncDisposable
{
    private const int LargestBatch = 64;

    // Long enough for a few images to gather under load; there is no wait when nothing else is in progress.
    private const int LongestWait = 20;

    private readonly BlockingCollection<(QualityJob Job, float[] Features)> _ready = [];
    private readonly Func<bool> _isMoreComing;
    private readonly Task _thread;

    /// <summary>Starts waiting for features.</summary>
    /// <param name="isMoreComing">Whether there are images in progress whose features will be added soon.</param>
    internal ScoreGatherer(Func<bool> isMoreComing)
    {
        _isMoreComing = isMoreComing;
        _thread = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal void Add(QualityJob job, float[] features) => _ready.Add((job, features));

    /// <summary>Scores what was added, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _ready.CompleteAdding();
        await _thread.ConfigureAwait(false);
        _ready.Dispose();
    }

    private void Run()
    {
        var batch = new List<(QualityJob Job, float[] Features)>(LargestBatch);
        foreach (var first in _ready.GetConsumingEnumerable())
        {
            batch.Add(first);
            Gather(batch);
            foreach (var group in batch.GroupBy(item => item.Job.Model))
            {
                Score(group.Key, [.. group]);
            }

            batch.Clear();
        }
    }

    private void Gather(List<(QualityJob Job, float[] Features)> batch)
    {
        var until = Environment.TickCount64 + LongestWait;
        while (batch.Count < LargestBatch)
        {
            var wait = _isMoreComing() ? Math.Max(0, (int)(until - Environment.TickCount64)) : 0;
            if (!_ready.TryTake(out var next, wait))
            {
                return;
            }

            batch.Add(next);
        }
    }

    private static void Score(ServedModel model, (QualityJob Job, float[] Features)[] batch)
    {
        try
        {
            var scores = model.Model!.ScoreImages([.. batch.Select((item, i) => new ImageFeatures(i, item.Job.Name, item.Features, null, null))], threads: 1);
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i].Job.Take(scores[i]);
            }
        }
        catch (Exception e)
        {
            Array.ForEach(batch, item => item.Job.End(e));
        }
    }
}
