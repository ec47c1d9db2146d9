namespace Giqa.Web.Hosting;

/// <summary>Marks an endpoint that programs call: it changes nothing on this machine, and does not require our pages' header.</summary>
internal sealed class OpenToPrograms;
