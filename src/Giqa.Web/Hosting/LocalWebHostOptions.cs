using System.Net;

namespace Giqa.Web.Hosting;

/// <summary>Where a <see cref="LocalWebHost"/> listens, who may use it, and its limits.</summary>
public sealed record LocalWebHostOptions
{
    /// <summary>The minimum length of an API key.</summary>
    public const int ShortestKey = 16;

    /// <summary>The address to listen on.</summary>
    /// <value>Default 127.0.0.1. Any other than a loopback address requires an <see cref="ApiKey"/>.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on.</summary>
    /// <value>0 to 65535; default 0, any free one.</value>
    public int Port { get; init => field = value is >= 0 and <= 65535 ? value : throw new GiqaException($"port {value} is out of range: 0 (any free one) to 65535 are allowed"); }

    /// <summary>What a caller must present, as <c>Authorization: Bearer KEY</c>, as <c>X-Api-Key: KEY</c>, or by signing in on a page.</summary>
    /// <value>Default null: anyone who can reach the address. At least <see cref="ShortestKey"/> characters.</value>
    public string? ApiKey
    {
        get;
        init => field = value is null || (value.Length >= ShortestKey && value.All(char.IsAscii))
            ? value
            : throw new GiqaException($"the API key has {value.Length} characters: at least {ShortestKey} ASCII characters are required; make one with: openssl rand -hex 24");
    }

    /// <summary>The names of the host besides <c>localhost</c> and loopback addresses, such as that of a proxy in front of it.</summary>
    /// <value>Default empty. Requests for other names are refused unless an <see cref="ApiKey"/> is required.</value>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The most bytes of one request's body.</summary>
    /// <value>Default 16 MiB, at least 1.</value>
    public long MaxRequestBytes { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxRequestBytes), value, "must be at least 1"); } = 16L << 20;

    /// <summary>How long accepted requests may still take when the host is stopped.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan ShutdownLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may stay silent before it is closed.</summary>
    /// <value>Default 5 seconds.</value>
    internal TimeSpan FirstByteLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most connections at a time.</summary>
    internal int MaxConnections { get; init; } = 1024;

    /// <summary>The most connections of one address at a time; behind a proxy, all have the proxy's address.</summary>
    internal int MaxConnectionsOfAnAddress { get; init; } = 768;

    /// <summary>Receives a line about every request that failed because of an internal error.</summary>
    /// <value>Default null: not reported.</value>
    public IProgress<string>? Faults { get; init; }

    /// <summary>Whether only programs on this machine can reach <see cref="Address"/>.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Checks the combination of values.</summary>
    /// <exception cref="GiqaException">The address is open to other machines, and no key is asked for.</exception>
    internal void Validate()
    {
        if (!IsLoopback && ApiKey is null)
        {
            throw new GiqaException($"{Address} can be reached from other machines and needs an API key: give --api-key-file FILE or set GIQA_API_KEY, or listen on 127.0.0.1");
        }
    }
}
