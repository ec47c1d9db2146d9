using System.Text.Json;
using System.Text.RegularExpressions;
using Giqa.Tests.Library;
using Giqa.Web.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Giqa.Tests.Service;

public sealed partial class OpenApiTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>
{
    [Fact]
    public async Task Document_NamesEveryEndpointAndNoOther()
    {
        await using var scorer = SharedScorer.Load([fitted.Folder.File("model.giqa")], fitted.Options);
        using var service = new ScoringService(scorer, new ServiceOptions(), TimeProvider.System);
        await using var application = WebApplication.CreateSlimBuilder().Build();
        service.Map(application);
        var mapped = ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()} {endpoint.RoutePattern.RawText}");

        var described = (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_PointsNowhereInVain()
    {
        var document = await DocumentAsync();
        var targets = Reference().Matches(document.GetRawText()).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(targets);
        Assert.All(targets, target => _ = target.Split('/').Aggregate(document, (node, name) => node.GetProperty(name)));
    }

    private async Task<JsonElement> DocumentAsync()
    {
        await using var service = await RunningService.StartAsync(fitted);
        return JsonDocument.Parse(await service.Client.GetStringAsync("/openapi.json")).RootElement;
    }

    [GeneratedRegex("\"\\$ref\"\\s*:\\s*\"#/([^\"]+)\"")]
    private static partial Regex Reference();
}
