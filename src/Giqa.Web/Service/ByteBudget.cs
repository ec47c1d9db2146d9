namespace Giqa.Web.Service;

/// <summary>A number of bytes that callers share: requests beyond it wait in order.</summary>
/// <remarks>
/// Uploads queue in order. Work is the memory that a received upload needs, on top of its own bytes, to be finished: it has priority over
/// uploads, and if no other work is in progress it is granted in full, or all could wait for one another.
/// </remarks>
/// <param name="capacity">The bytes to share. A claim above it is granted when no other bytes are held.</param>
internal sealed class ByteBudget(long capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Granted)> _waiting = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Granted)> _waitingWork = new();
    private long _held;
    private int _working;

    /// <summary>The bytes that are held now.</summary>
    internal long Held => Volatile.Read(ref _held);

    /// <summary>Waits until that many bytes are free, and takes them.</summary>
    internal Task<Claim> ClaimAsync(long bytes, CancellationToken cancellationToken) => ClaimAsync(bytes, _waiting, cancellationToken);

    /// <summary>Waits until that many bytes are free, or no other work is in progress, and takes them. At most the whole budget is claimed.</summary>
    internal Task<Claim> ClaimWorkAsync(long bytes, CancellationToken cancellationToken) => ClaimAsync(Math.Min(bytes, capacity), _waitingWork, cancellationToken);

    private async Task<Claim> ClaimAsync(long bytes, LinkedList<(long Bytes, TaskCompletionSource Granted)> line, CancellationToken cancellationToken)
    {
        LinkedListNode<(long Bytes, TaskCompletionSource Granted)>? place = null;
        lock (_lock)
        {
            if (line.Count > 0 || !TryTake(bytes, isWork: line == _waitingWork))
            {
                place = line.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            }
        }

        if (place is not null)
        {
            await WaitAsync(place, line, cancellationToken).ConfigureAwait(false);
        }

        return new Claim(this, bytes, isWork: line == _waitingWork);
    }

    private async Task WaitAsync(LinkedListNode<(long Bytes, TaskCompletionSource Granted)> place, LinkedList<(long Bytes, TaskCompletionSource Granted)> line, CancellationToken cancellationToken)
    {
        try
        {
            await place.Value.Granted.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                if (place.List is not null)
                {
                    line.Remove(place);
                }
                else
                {
                    _held -= place.Value.Bytes;
                    _working -= line == _waitingWork ? 1 : 0;
                }

                GrantNext();
            }

            throw;
        }
    }

    private bool TryTake(long bytes, bool isWork)
    {
        if (_held > 0 && _held + bytes > capacity && !(isWork && _working == 0))
        {
            return false;
        }

        _held += bytes;
        _working += isWork ? 1 : 0;
        return true;
    }

    private void GrantNext()
    {
        foreach (var line in (LinkedList<(long Bytes, TaskCompletionSource Granted)>[])[_waitingWork, _waiting])
        {
            while (line.First is { } next && TryTake(next.Value.Bytes, isWork: line == _waitingWork))
            {
                line.RemoveFirst();
                next.Value.Granted.SetResult();
            }
        }
    }

    private void Return(long bytes, bool endsWork)
    {
        lock (_lock)
        {
            _held -= bytes;
            _working -= endsWork ? 1 : 0;
            GrantNext();
        }
    }

    /// <summary>Bytes taken from the budget; returned once. One caller at a time holds it.</summary>
    internal sealed class Claim(ByteBudget budget, long bytes, bool isWork) : IDisposable
    {
        private long _bytes = bytes;
        private bool _isWork = isWork;

        /// <summary>Gives back all but this many bytes.</summary>
        internal void ShrinkTo(long bytes)
        {
            budget.Return(Math.Max(0, _bytes - bytes), endsWork: false);
            _bytes = Math.Min(_bytes, bytes);
        }

        public void Dispose()
        {
            budget.Return(_bytes, _isWork);
            (_bytes, _isWork) = (0, false);
        }
    }
}
