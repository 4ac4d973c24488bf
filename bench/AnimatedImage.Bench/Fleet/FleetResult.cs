namespace AnimatedImage.Bench.Fleet;

/// <summary>What a fleet did with its jobs.</summary>
/// <param name="Seconds">From the submission to the last end, by the database's clock.</param>
/// <param name="Kills">Workers killed meanwhile.</param>
/// <param name="Claims">Attempts of all jobs together.</param>
/// <param name="Lost">Jobs that did not succeed.</param>
/// <param name="Twice">Jobs that more than one worker reported as finished.</param>
/// <param name="Broken">Outputs that are missing, are not the bytes that the job reports, or cannot be read; and hidden files left over.</param>
internal sealed record FleetResult(double Seconds, int Kills, int Claims, int Lost, int Twice, int Broken);
