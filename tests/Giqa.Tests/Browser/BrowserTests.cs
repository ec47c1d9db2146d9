namespace Giqa.Tests.Browser;

/// <summary>The tests that share one Chromium: <c>[Collection(BrowserTests.Name)]</c>.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
