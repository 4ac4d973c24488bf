using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using AnimatedImage.TestServers.Ceph;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>
/// This test program once more, as a process that writes part of an object and then ends without a word to the upload: a module
/// initializer sees the variable and never lets the tests begin. Its credential comes from the environment, by the SDK's own chain.
/// </summary>
internal static class UploadingProcess
{
    private const string Endpoint = "ANIMATEDIMAGE_TEST_ENDPOINT";
    private const string Target = "ANIMATEDIMAGE_TEST_TARGET";
    private const string Mebibytes = "ANIMATEDIMAGE_TEST_MEBIBYTES";

    /// <summary>Runs it to its end.</summary>
    /// <returns>The most memory that it had, in bytes.</returns>
    public static async Task<long> RunAsync(CephServer server, MediaLocation location, int mebibytes)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "AnimatedImage.Storage.Tests")) { RedirectStandardOutput = true };
        start.Environment[Endpoint] = server.Endpoint.AbsoluteUri;
        start.Environment[Target] = location.Path;
        start.Environment[Mebibytes] = mebibytes.ToString(CultureInfo.InvariantCulture);
        start.Environment["AWS_ACCESS_KEY_ID"] = server.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = server.SecretKey;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return long.Parse(output, CultureInfo.InvariantCulture);
    }

    /// <summary>No code of this assembly may run on other threads before the initializer has ended; that of the stores may.</summary>
    [ModuleInitializer]
    internal static void Upload()
    {
        if (Environment.GetEnvironmentVariable(Endpoint) is not { } endpoint)
        {
            return;
        }

        StoreProfile profile = new() { Name = "child", Provider = StoreProvider.S3Compatible, Endpoint = new Uri(endpoint) };
        MediaLocation location = MediaLocation.Parse(Environment.GetEnvironmentVariable(Target)!);
        MediaStores stores = new(StoreProfiles.Of([profile]));
        IStoreUpload upload = stores.For(location).UploadAsync(location, new UploadOptions { ContentType = "image/gif" }, CancellationToken.None).GetAwaiter().GetResult();
        byte[] block = new byte[1 << 20];
        for (int left = int.Parse(Environment.GetEnvironmentVariable(Mebibytes)!, CultureInfo.InvariantCulture); left > 0; left--)
        {
            upload.WriteAsync(block, CancellationToken.None).GetAwaiter().GetResult();
        }

        upload.FlushAsync(CancellationToken.None).GetAwaiter().GetResult();
        Console.Write(Process.GetCurrentProcess().PeakWorkingSet64);
        Environment.Exit(0);
    }
}
