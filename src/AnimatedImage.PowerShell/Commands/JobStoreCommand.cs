using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Base of the cmdlets that work on the job store alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobStoreCommand : AsyncCommand
{
    private CommandJobStore? _store;

    private protected JobStoreCommand()
    {
    }

    /// <summary>The job store: a file, or <c>postgres://user@host/database</c>; default: the environment variable ANIMATEDIMAGE_JOBSTORE, the configuration, else the user's own file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobStore { get; set; }

    /// <summary>The store that the call works on.</summary>
    private protected CommandJobStore Store => _store ??= new CommandJobStore(PipelineThread, JobStore);

    /// <summary>Writes what has a name that a pattern finds; a name without wildcards that nothing has is an error.</summary>
    /// <param name="pattern">A name, with wildcards.</param>
    /// <param name="list">All there is.</param>
    /// <param name="nameOf">The name.</param>
    /// <param name="notFound">The error.</param>
    private protected void WriteFound<T>(
        string pattern, Func<IJobStore, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, string> nameOf, Func<string, IReadOnlyList<T>, ConversionException> notFound)
        where T : class =>
        Start(pattern, async (streams, stopped) =>
        {
            IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
            IReadOnlyList<T> all = await list(store, stopped).ConfigureAwait(false);
            WildcardPattern names = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            T[] found = [.. all.Where(each => names.IsMatch(nameOf(each)))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                throw notFound(pattern, all);
            }

            foreach (T each in found)
            {
                await streams.WriteObjectAsync(each).ConfigureAwait(false);
            }
        });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _store?.Dispose();
            _store = null;
        }
    }
}
