namespace Giqa.Cli.Demo;

/// <summary>What <c>giqa demo --json</c> prints.</summary>
internal sealed record DemoReport(int Reals, int HeldOut, int Images, string Method, IReadOnlyList<DemoSnapshot> Snapshots, IReadOnlyList<DemoOrder> Order, DemoFiles Files, EmojiReport? Emoji);
