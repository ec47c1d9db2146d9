using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Scores;

namespace Giqa.Web.Live;

/// <summary>All images of the page by number, and what is known about them.</summary>
/// <remarks>
/// Safe to use from several threads. As an image source it gives no paths: images to be copied are read here, so that
/// nothing outside the opened folders is copied either.
/// </remarks>
internal sealed class LiveGallery(IReadOnlyList<string> models, IReadOnlyList<string> sets, IReadOnlyList<string?> cautions, IReadOnlyList<bool> hasMaps, IReadOnlyList<string> calibratedOn) : IImageSource
{
    private readonly Lock _lock = new();
    private readonly List<LiveEntry> _entries = [];
    private readonly List<LiveFigure> _figures = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;
    private string _doing = string.Empty;
    private (int Done, int Total) _progress;
    private DateTime? _newest;

    internal IReadOnlyList<string> Models => models;

    internal IReadOnlyList<string> Sets => sets;

    /// <summary>A reason not to trust each model; null for none.</summary>
    internal IReadOnlyList<string?> Cautions => cautions;

    /// <summary>Which models have maps of where images are bad.</summary>
    internal IReadOnlyList<bool> HasMaps => hasMaps;

    /// <summary>The images that each model's quality is calibrated on, in the plural.</summary>
    internal IReadOnlyList<string> CalibratedOn => calibratedOn;

    /// <summary>Rises with every change.</summary>
    internal long Version => Volatile.Read(ref _version);

    public int Count => Locked(() => _entries.Count);

    /// <summary>When the newest image's file was written; null if no image is a separate file.</summary>
    internal DateTime? Newest => Locked(() => _newest);

    /// <summary>Ends at the next change.</summary>
    internal Task Changed => Locked(() => _changed.Task);

    /// <summary>The current activity, with how much of it is done and how much there is in all.</summary>
    internal (string Doing, int Done, int Total) Progress => Locked(() => (_doing, _progress.Done, _progress.Total));

    public string GetName(int index) => Locked(() => sets.Count > 1 ? $"{sets[_entries[index].Set]}/{_entries[index].Name}" : _entries[index].Name);

    public ImageContent Read(int index) => Entry(index).Read();

    /// <summary>The entry of a number.</summary>
    internal LiveEntry Entry(int id) => Locked(() => _entries[id]);

    internal void Add(int set, IEnumerable<(string Name, string? Path, Func<ImageContent> Read, ImageScore? Score)> images)
    {
        var found = images.ToList();
        if (found.Count == 0)
        {
            return;
        }

        var newest = found.Where(image => image.Path is not null && File.Exists(image.Path)).Select(image => (DateTime?)File.GetLastWriteTimeUtc(image.Path!)).Max();
        Change(() =>
        {
            _newest = _newest > newest ? _newest : newest ?? _newest;
            foreach (var (name, path, read, score) in found)
            {
                var scores = new ImageScore?[Math.Max(1, models.Count)];
                scores[0] = score;
                _entries.Add(new LiveEntry { Id = _entries.Count, Set = set, Name = name, Path = path, Read = read, Scores = scores, Version = _version });
            }

            FindIterations(set);
        });
    }

    internal IReadOnlyList<LiveEntry> Select(Func<LiveEntry, bool> condition) => Locked(() => _entries.Where(condition).ToArray());

    internal IReadOnlyList<LiveFigure> Figures => Locked(() => _figures.ToArray());

    internal void SetScore(LiveEntry entry, int model, ImageScore score) => Change(() =>
    {
        entry.Scores[model] = score;
        entry.Version = _version;
    });

    internal void SetFigure(LiveFigure figure) => Change(() =>
    {
        _ = _figures.RemoveAll(other => other.Set == figure.Set && other.Iteration == figure.Iteration);
        _figures.Add(figure);
    });

    internal void Tell(string doing, int done, int total)
    {
        if (Progress != (doing, done, total))
        {
            Change(() => (_doing, _progress) = (doing, (done, total)));
        }
    }

    /// <summary>Calls with all entries that changed after a version, under the lock.</summary>
    internal void Visit(long since, Action<LiveEntry> visit)
    {
        lock (_lock)
        {
            _entries.ForEach(entry =>
            {
                if (entry.Version > since)
                {
                    visit(entry);
                }
            });
        }
    }

    private void FindIterations(int set)
    {
        var entries = _entries.FindAll(entry => entry.Set == set);
        var origins = ImageOrigin.Of([.. entries.Select(entry => entry.Name)]);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Iteration != origins[i].Iteration)
            {
                (entries[i].Iteration, entries[i].Version) = (origins[i].Iteration, _version);
            }
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource ended;
        lock (_lock)
        {
            _version++;
            change();
            (ended, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        ended.SetResult();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
