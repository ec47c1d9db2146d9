namespace Giqa.Tests.Support;

/// <summary>Waits for states, so that no test depends on how fast the machine is.</summary>
internal static class Eventually
{
    // Spent only where something is wrong.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>A token for waits that have no other end.</summary>
    internal static CancellationTokenSource Patience() => new(Limit);

    /// <summary>Waits until something holds; fails after minutes.</summary>
    /// <param name="holds">Looks.</param>
    /// <param name="what">What is waited for, to be told when it does not come about.</param>
    internal static async Task HoldsAsync(Func<Task<bool>> holds, string what)
    {
        using var limit = Patience();
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"it did not come about: {what}");
            await Task.Delay(Pause);
        }
    }
}
