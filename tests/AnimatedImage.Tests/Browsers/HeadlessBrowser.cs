using System.ComponentModel;
using System.Diagnostics;

namespace AnimatedImage.Tests.Browsers;

/// <summary>
/// A headless Chromium that decodes animations with its image decoder (WebCodecs), the one that also shows them on pages. Tests that
/// need it are skipped where none is installed.
/// </summary>
internal static class HeadlessBrowser
{
    private static readonly string[] s_programs = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private static readonly string[] s_arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    ];

    // Seconds on a machine that has nothing else to do; a browser that hangs must still end some time.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>What the browser makes of each file.</summary>
    /// <param name="files">The type that a server would send, <c>image/webp</c>, and the file.</param>
    public static async Task<IReadOnlyList<BrowserAnimation>> DecodeAsync(params IReadOnlyList<(string Type, byte[] File)> files)
    {
        using BrowserServer server = new(files);
        string profile = Directory.CreateTempSubdirectory("animatedimage-browser-").FullName;
        try
        {
            using Process browser = Start([.. s_arguments, $"--user-data-dir={profile}", server.Address]);
            return await DecodeAsync(server, browser);
        }
        finally
        {
            await DeleteAsync(profile);
        }
    }

    private static async Task<IReadOnlyList<BrowserAnimation>> DecodeAsync(BrowserServer server, Process browser)
    {
        try
        {
            Task<IReadOnlyList<BrowserAnimation>> seen = server.ServeAsync();
            Task ended = browser.WaitForExitAsync(TestContext.Current.CancellationToken);
            Task first = await Task.WhenAny(seen, ended).WaitAsync(s_longest, TestContext.Current.CancellationToken);
            Assert.True(first == seen || seen.IsCompleted, "The browser ended before it had decoded every file.");
            return await seen;
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>What the browser started may still be writing in there while it dies.</summary>
    private static async Task DeleteAsync(string profile)
    {
        while (Directory.Exists(profile))
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private static Process Start(string[] arguments)
    {
        foreach (string program in s_programs)
        {
            try
            {
                Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                return process;
            }
            catch (Win32Exception)
            {
                // Perhaps it goes by another name.
            }
        }

        Assert.Skip($"No Chromium is installed (looked for {string.Join(", ", s_programs)}): nothing was compared with a browser.");
        throw new UnreachableException();
    }
}
