namespace Giqa.Cli.Runs;

/// <summary>The run goes on, or is to be gone on with, without this command, as it was asked to; what that means has been said.</summary>
internal sealed class LeftRunningException() : Exception("the run goes on without this command");
