using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace Giqa.Cli.Runs;

/// <summary>Tasks as the pods of an Indexed Job of Kubernetes, by its API; who and where one is there, the kubeconfig says, or the pod that this runs in.</summary>
/// <param name="tasks">Into how many tasks the work is cut.</param>
/// <param name="options">What the pods are to be.</param>
/// <param name="isDetached">Whether the command returns once it has submitted.</param>
/// <param name="session">The run's surroundings.</param>
internal sealed class KubernetesEngine(int tasks, KubernetesOptions options, bool isDetached, Session session) : SchedulerEngine("kubernetes", tasks, isDetached, session)
{
    private const int LooksBetweenPods = 5;
    private const int LongestWords = 200;

    // Of what waits: these do not go away by waiting.
    private static readonly string[] Stuck = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError"];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private (IKubernetes Client, string Namespace)? _api;
    private int _looks;

    protected override TimeSpan Patience => TimeSpan.FromHours(1);

    public override string Describe(IRun run, int round, int tasks) =>
        KubernetesYaml.Serialize(KubernetesJob.Make(NewName(run, round), options.Namespace ?? "default", run, (round, tasks), options, Session.Device));

    protected override async Task<string> SubmitAsync(IRun run, int round, int tasks, CancellationToken cancellationToken)
    {
        var (client, space) = Api();

        // One name however often it is tried: when an answer is lost, the second try meets the job of the first.
        var job = KubernetesJob.Make(NewName(run, round), space, run, (round, tasks), options, Session.Device);
        while (true)
        {
            try
            {
                _ = await client.BatchV1.CreateNamespacedJobAsync(job, space, cancellationToken: cancellationToken).ConfigureAwait(false);
                SeeAnswer();
                return job.Metadata.Name;
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
            {
                SeeAnswer();
                return job.Metadata.Name;
            }
            catch (Exception e) when (IsSilence(e, cancellationToken))
            {
                SeeSilence($"Kubernetes ({client.BaseUri}: {Reason(e)})");
                await Task.Delay(Look, Session.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpOperationException e)
            {
                throw Refused("creating a job", e);
            }
        }
    }

    protected override async Task<bool> IsLeftAsync(IRun run, string handle, CancellationToken cancellationToken)
    {
        var (client, space) = Api();
        try
        {
            var job = await client.BatchV1.ReadNamespacedJobAsync(handle, space, cancellationToken: cancellationToken).ConfigureAwait(false);
            SeeAnswer();
            var isLeft = job.Status?.Conditions?.Any(condition => condition is { Type: "Complete" or "Failed", Status: "True" }) != true;
            if (isLeft && ++_looks % LooksBetweenPods == 0)
            {
                TellOfStuck(await PodsAsync(handle, cancellationToken).ConfigureAwait(false));
            }

            return isLeft;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            SeeAnswer();
            return false;
        }
        catch (Exception e) when (IsSilence(e, cancellationToken))
        {
            SeeSilence($"Kubernetes ({client.BaseUri}: {Reason(e)})");
            return true;
        }
        catch (HttpOperationException e)
        {
            throw Refused("looking at a job", e);
        }
    }

    protected override string Call(string handle) => $"job {handle}";

    /// <summary>What failed pods said goes to the run's logs, where it can be read when they are gone.</summary>
    protected override async Task<string?> ErrorAsync(IRun run, string handle, int round, int tasks, CancellationToken cancellationToken)
    {
        string? error = null;
        try
        {
            foreach (var pod in await PodsAsync(handle, cancellationToken).ConfigureAwait(false))
            {
                var ended = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == KubernetesJob.Container)?.State?.Terminated;
                if (ended is { ExitCode: not 0 } && int.TryParse(pod.GetAnnotation(KubernetesJob.Index), NumberStyles.None, CultureInfo.InvariantCulture, out var task))
                {
                    var reason = ended.Reason == "OOMKilled" ? "\ngiqa: a task was ended since it used more memory than it had asked for: ask for more (memory=...)" : string.Empty;
                    var said = $"{ended.Message?.TrimEnd()}{reason}";
                    RunLogs.Append(RunLogs.PathOf(run.Folder, round, task), said);
                    error = said.Split('\n').Select(RunLogs.ErrorOf).LastOrDefault(line => line is not null) ?? error;
                }
            }
        }
        catch (Exception e) when (e is HttpOperationException || IsSilence(e, cancellationToken))
        {
            Session.Note($"what failed pods said is not to be had: {Reason(e)}");
        }

        return error ?? await base.ErrorAsync(run, handle, round, tasks, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IList<V1Pod>> PodsAsync(string job, CancellationToken cancellationToken)
    {
        var (client, space) = Api();
        return (await client.CoreV1.ListNamespacedPodAsync(space, labelSelector: $"job-name={job}", cancellationToken: cancellationToken).ConfigureAwait(false)).Items;
    }

    private void TellOfStuck(IEnumerable<V1Pod> pods)
    {
        foreach (var pod in pods)
        {
            var waiting = pod.Status?.ContainerStatuses?.Select(status => status.State?.Waiting).FirstOrDefault(state => state is not null && Stuck.Contains(state.Reason));
            var unplaced = pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" });
            if ((waiting is not null ? $"{waiting.Reason}: {waiting.Message}" : unplaced?.Message) is { } why && _told.Add(waiting?.Reason ?? why))
            {
                Session.Warn($"pod {pod.Name()} does not start: {why.ReplaceLineEndings(" ")}");
            }
        }
    }

    private (IKubernetes Client, string Namespace) Api()
    {
        if (_api is { } known)
        {
            return known;
        }

        try
        {
            var configuration = options.Context is { } context ? KubernetesClientConfiguration.BuildConfigFromConfigFile(currentContext: context) : KubernetesClientConfiguration.BuildDefaultConfig();
            _api = (new Kubernetes(configuration), options.Namespace ?? (configuration.Namespace is { Length: > 0 } own ? own : "default"));
            return _api.Value;
        }
        catch (Exception e) when (e is KubeConfigException or KubernetesClientException or IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException)
        {
            throw new GiqaException($"--on kubernetes: the kubeconfig (KUBECONFIG, or ~/.kube/config) cannot be used: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Whether there was no answer, or none that says anything of the job.</summary>
    private static bool IsSilence(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && (exception is HttpRequestException or IOException or TaskCanceledException
            || (exception is HttpOperationException { Response.StatusCode: var code } && (code is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)code >= 500)));

    private static string Reason(Exception exception) =>
        exception is HttpOperationException operation ? $"{(int)operation.Response.StatusCode} {operation.Response.ReasonPhrase}: {Message(operation.Response.Content)}".TrimEnd(' ', ':') : (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ");

    private static GiqaException Refused(string what, HttpOperationException e) =>
        new($"Kubernetes refused {what} ({(int)e.Response.StatusCode}): {Message(e.Response.Content)}{(e.Response.StatusCode is HttpStatusCode.Forbidden ? "; deploy/kubernetes-runs.yaml has the rights that are needed" : string.Empty)}", e);

    private static string Message(string? content)
    {
        try
        {
            return KubernetesJson.Deserialize<V1Status>(content ?? string.Empty)?.Message ?? content ?? "no reason given";
        }
        catch (System.Text.Json.JsonException)
        {
            // Not of the API, but of something before it: often a page.
            var words = (content ?? "no reason given").ReplaceLineEndings(" ");
            return words.Length > LongestWords ? $"{words[..LongestWords]} ..." : words;
        }
    }

    private static string NewName(IRun run, int round) => string.Create(CultureInfo.InvariantCulture, $"giqa-{run.Name}-{round}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
}
