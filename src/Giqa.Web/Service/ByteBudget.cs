namespace Giqa.Web.Service;

/// <summary>A number of bytes that callers share: who asks for more than is left waits for his turn.</summary>
/// <param name="capacity">The bytes to share. A claim above it is granted when nobody else holds any.</param>
internal sealed class ByteBudget(long capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Granted)> _waiting = new();
    private long _held;

    /// <summary>The bytes that are held now.</summary>
    internal long Held => Volatile.Read(ref _held);

    /// <summary>Waits until that many bytes are free, and takes them.</summary>
    internal async Task<Claim> ClaimAsync(long bytes, CancellationToken cancellationToken)
    {
        LinkedListNode<(long Bytes, TaskCompletionSource Granted)>? place = null;
        lock (_lock)
        {
            if (_waiting.Count > 0 || !TryTake(bytes))
            {
                place = _waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            }
        }

        if (place is not null)
        {
            await WaitAsync(place, cancellationToken).ConfigureAwait(false);
        }

        return new Claim(this, bytes);
    }

    private async Task WaitAsync(LinkedListNode<(long Bytes, TaskCompletionSource Granted)> place, CancellationToken cancellationToken)
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
                    _waiting.Remove(place);
                }
                else
                {
                    _held -= place.Value.Bytes;
                }

                GrantNext();
            }

            throw;
        }
    }

    private bool TryTake(long bytes)
    {
        if (_held > 0 && _held + bytes > capacity)
        {
            return false;
        }

        _held += bytes;
        return true;
    }

    private void GrantNext()
    {
        while (_waiting.First is { } next && TryTake(next.Value.Bytes))
        {
            _waiting.RemoveFirst();
            next.Value.Granted.SetResult();
        }
    }

    private void Return(long bytes)
    {
        lock (_lock)
        {
            _held -= bytes;
            GrantNext();
        }
    }

    /// <summary>Bytes taken from the budget; goes back once. One caller at a time holds it.</summary>
    internal sealed class Claim(ByteBudget budget, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        /// <summary>Gives back all but so many bytes.</summary>
        internal void ShrinkTo(long bytes)
        {
            budget.Return(Math.Max(0, _bytes - bytes));
            _bytes = Math.Min(_bytes, bytes);
        }

        public void Dispose() => ShrinkTo(0);
    }
}
