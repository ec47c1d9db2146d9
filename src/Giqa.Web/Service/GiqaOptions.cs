namespace Giqa.Web.Service;

/// <summary>What <see cref="Microsoft.Extensions.DependencyInjection.GiqaServiceCollectionExtensions.AddGiqa(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{GiqaOptions})"/> puts into an application.</summary>
public sealed class GiqaOptions
{
    /// <summary>The model files; requests that name none are scored by the first. Relative paths are below the application's content root.</summary>
    /// <value>At least one is needed.</value>
    public IList<string> Models { get; } = [];

    /// <summary>How images are decoded and on how many threads they are scored.</summary>
    /// <value>Default: one thread per core.</value>
    public ImageScorerOptions Scoring { get; set; } = new();

    /// <summary>The limits on concurrent work.</summary>
    /// <value>Default: <see cref="ServiceOptions"/>' own.</value>
    public ServiceOptions Limits { get; set; } = new();

    /// <summary>The most bytes of one request's body.</summary>
    /// <value>Default 256 MiB.</value>
    public long MaxRequestBytes { get; set; } = 256L << 20;
}
