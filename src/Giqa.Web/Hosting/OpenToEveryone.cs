namespace Giqa.Web.Hosting;

/// <summary>Marks an endpoint that answers without the API key, such as a health probe.</summary>
internal sealed class OpenToEveryone;
