using System.Globalization;
using k8s.Models;

namespace Giqa.Cli.Runs;

/// <summary>A round as an Indexed Job: a pod a task, which Kubernetes places, replaces when its node is lost, and counts.</summary>
internal static class KubernetesJob
{
    /// <summary>The container's name.</summary>
    public const string Container = "giqa";

    /// <summary>The annotation of a pod that says which task it is.</summary>
    public const string Index = "batch.kubernetes.io/job-completion-index";

    private const string TaskVariable = "GIQA_TASK";
    private const int RetriesOfAPod = 2;
    private const int KeptSeconds = 86_400;
    private const int SecondsUntilALostNodeIsGivenUp = 30;
    private static readonly string[] Program = ["dotnet", "/giqa/Giqa.Cli.dll"];

    /// <summary>Makes the manifest.</summary>
    public static V1Job Make(string name, string @namespace, IRun run, (int Round, int Tasks) round, KubernetesOptions options, string device)
    {
        var labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = "giqa", ["app.kubernetes.io/component"] = run.Name };
        var threads = Math.Max(1, (int)Math.Ceiling(options.Cpu.ToDecimal()));
        return new V1Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = @namespace, Labels = labels },
            Spec = new V1JobSpec
            {
                CompletionMode = "Indexed",
                Completions = round.Tasks,
                Parallelism = Math.Min(options.Parallelism ?? round.Tasks, round.Tasks),
                BackoffLimitPerIndex = RetriesOfAPod,
                TtlSecondsAfterFinished = KeptSeconds,
                PodFailurePolicy = new V1PodFailurePolicy
                {
                    Rules =
                    [
                        // Giqa said why; trying again would say it again.
                        new V1PodFailurePolicyRule { Action = "FailIndex", OnExitCodes = new V1PodFailurePolicyOnExitCodesRequirement { ContainerName = Container, OperatorProperty = "In", Values = [ExitCode.Failed, ExitCode.Usage] } },

                        // A node that is drained, lost or wanted by others: that costs no retry.
                        new V1PodFailurePolicyRule { Action = "Ignore", OnPodConditions = [new V1PodFailurePolicyOnPodConditionsPattern { Type = "DisruptionTarget", Status = "True" }] },
                    ],
                },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels },
                    Spec = new V1PodSpec
                    {
                        RestartPolicy = "Never",
                        ServiceAccountName = options.ServiceAccount,
                        AutomountServiceAccountToken = false,
                        SecurityContext = options.RunAs is var (user, group) ? new V1PodSecurityContext { RunAsUser = user, RunAsGroup = group, FsGroup = group } : null,
                        Tolerations = [Tolerance("node.kubernetes.io/unreachable"), Tolerance("node.kubernetes.io/not-ready")],
                        Containers =
                        [
                            new V1Container
                            {
                                Name = Container,
                                Image = options.Image,
                                Command =
                                [
                                    .. SchedulerEngine.Work(run, round.Round, Program), "--task", $"$({TaskVariable})", "--no-cache", "--quiet", "--device", device, "--threads", threads.ToString(CultureInfo.InvariantCulture),
                                ],
                                Env = [new V1EnvVar { Name = TaskVariable, ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = $"metadata.annotations['{Index}']" } } }],
                                EnvFrom = options.Secret is { } secret ? [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = secret } }] : null,
                                Resources = Resources(options),
                                TerminationMessagePolicy = "FallbackToLogsOnError",
                                VolumeMounts = [.. options.Claims.Select(static (claim, i) => new V1VolumeMount { Name = VolumeOf(i), MountPath = claim.Path })],
                            },
                        ],
                        Volumes = [.. options.Claims.Select(static (claim, i) => new V1Volume { Name = VolumeOf(i), PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim.Claim } })],
                    },
                },
            },
        };
    }

    private static V1ResourceRequirements Resources(KubernetesOptions options)
    {
        var resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = options.Cpu }, Limits = new Dictionary<string, ResourceQuantity>() };
        if (options.Memory is { } memory)
        {
            (resources.Requests["memory"], resources.Limits["memory"]) = (memory, memory);
        }

        if (options.Gpus > 0)
        {
            resources.Limits["nvidia.com/gpu"] = new ResourceQuantity(options.Gpus.ToString(CultureInfo.InvariantCulture));
        }

        return resources;
    }

    // The default is five minutes.
    private static V1Toleration Tolerance(string taint) => new() { Key = taint, OperatorProperty = "Exists", Effect = "NoExecute", TolerationSeconds = SecondsUntilALostNodeIsGivenUp };

    private static string VolumeOf(int claim) => string.Create(CultureInfo.InvariantCulture, $"volume-{claim}");
}
