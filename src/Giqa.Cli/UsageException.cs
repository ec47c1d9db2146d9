namespace Giqa.Cli;

/// <summary>The options are valid individually but contradict each other; ends with <see cref="ExitCode.Usage"/>.</summary>
internal sealed class UsageException(string message) : GiqaException(message);
