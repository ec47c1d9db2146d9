namespace Giqa.Web.Hosting;

/// <summary>Marks an endpoint that programs call: it changes nothing on this machine, and asks for no header of our pages.</summary>
internal sealed class OpenToPrograms;
