using System.CommandLine;
using System.Net;
using Giqa.Web.Hosting;

namespace Giqa.Cli.Options;

/// <summary>Where a verb with pages listens, and for whom.</summary>
internal sealed class HostOptions
{
    /// <summary>The environment variable with the API key, if there is no file.</summary>
    public const string KeyVariable = "GIQA_API_KEY";

    private readonly Option<int> _port;
    private readonly Option<IPAddress> _address = new("--address")
    {
        Description = "The address to listen on; any other than loopback needs an API key.",
        HelpName = "IP",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result => IPAddress.TryParse(Make.Word(result), out var address) ? address : Make.Fault<IPAddress>(result, "--address", "must be an IP address such as 0.0.0.0"),
    };

    private readonly Option<string?> _keyFile = Make.Text("--api-key-file", "FILE", $"A file with the key that callers must present. [default: ${KeyVariable}, if set]");
    private readonly Option<string[]> _names = new("--host-name") { Description = "A name that this server is known by, such as that of a proxy in front of it.", HelpName = "NAME" };

    public HostOptions(int port) => _port = Make.Whole("--port", "The port to listen on; 0 picks a free one.", port, 0, 65535);

    public IReadOnlyList<Option> All => [_port, _address, _keyFile, _names];

    public LocalWebHostOptions Read(ParseResult arguments, Session session) => new()
    {
        Address = arguments.GetValue(_address)!,
        Port = arguments.GetValue(_port),
        ApiKey = arguments.GetValue(_keyFile) is { } file ? ReadKey(file) : NonEmpty(Environment.GetEnvironmentVariable(KeyVariable)),
        HostNames = arguments.GetValue(_names) ?? [],
        Faults = new Warnings(session),
    };

    private static string ReadKey(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read the API key from {file}: {e.Message}", e);
        }
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private sealed class Warnings(Session session) : IProgress<string>
    {
        public void Report(string value) => session.Warn(value);
    }
}
