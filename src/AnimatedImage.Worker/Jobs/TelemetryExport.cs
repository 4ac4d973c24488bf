using AnimatedImage.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AnimatedImage.Worker.Jobs;

/// <summary>
/// Sends traces and metrics by OTLP when OpenTelemetry's own environment variables name an endpoint: OTEL_EXPORTER_OTLP_ENDPOINT, or the
/// one for traces or metrics; OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES and the others count as everywhere.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string ServiceName = "AnimatedImage.Worker";

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private TelemetryExport(TracerProvider? traces, MeterProvider? metrics)
    {
        _traces = traces;
        _metrics = metrics;
    }

    /// <summary>Begins to send, where an endpoint is named.</summary>
    public static TelemetryExport Start()
    {
        bool isOff = string.Equals(Environment.GetEnvironmentVariable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService(
            Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : ServiceName,
            serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));
        return new TelemetryExport(
            !isOff && IsNamed("TRACES") ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Instruments.Name).AddOtlpExporter().Build() : null,
            !isOff && IsNamed("METRICS") ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Instruments.Name).AddOtlpExporter().Build() : null);
    }

    /// <summary>Sends what is left and ends.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static bool IsNamed(string signal) =>
        Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 }
        || Environment.GetEnvironmentVariable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { Length: > 0 };
}
