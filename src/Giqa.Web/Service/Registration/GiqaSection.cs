using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Giqa.Web.Service.Registration;

/// <summary>Reads <see cref="GiqaOptions"/> from a configuration; errors there are reported in one line.</summary>
internal static class GiqaSection
{
    internal static void Bind(IConfigurationSection section, GiqaOptions options)
    {
        if (!section.Exists())
        {
            throw new GiqaException($"the configuration has no section {section.Path}, which AddGiqa needs for its models");
        }

        try
        {
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            throw new GiqaException($"the configuration's section {section.Path} cannot be used: {Reason(e)}", e);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } cause)
        {
            throw new GiqaException($"the configuration's section {section.Path} cannot be used: {cause.Message.ReplaceLineEndings(" ")}", cause);
        }
    }

    private static string Reason(InvalidOperationException e) =>
        (e.InnerException is TargetInvocationException { InnerException: { } cause } ? cause : e).Message.ReplaceLineEndings(" ");
}
