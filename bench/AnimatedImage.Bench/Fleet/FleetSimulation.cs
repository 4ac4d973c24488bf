using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Fleet;

/// <summary>
/// A day of a fleet, event by event: submissions, claims, commits, ends and losses of workers, each waiting for a core of the database. What
/// happens every second or so whatever the jobs do - heartbeats, looks, progress - is not played through but takes its share of those cores.
/// </summary>
internal sealed class FleetSimulation
{
    private const double Day = 86_400;
    private const double Hour = 3_600;
    private const double Lease = 30;

    // As the worker has them: WorkerPulse, JobWorker.
    private const double BetweenBeats = Lease / 6;
    private const double BetweenPulses = 0.5;
    private const double BetweenSaves = 1;
    private const double BetweenPolls = 2;
    private const double LongestSpacing = 0.4;
    private const double NewWorkerAfter = 60;

    // Log-normal with this sigma: a tenth of all takes more than twice the mean.
    private const double Spread = 1;

    private const double FullyBusy = 0.97;

    private readonly FleetModel _model;
    private readonly Random _random = new(20261121);
    private readonly PriorityQueue<Step, double> _steps = new();
    private readonly Queue<double> _waiting = new();
    private readonly double[] _coreFreeAt;
    private readonly double[] _busyByHour = new double[24];
    private readonly List<double> _pickUps = [];
    private int _idle;
    private int _running;
    private int _submitted;
    private int _done;
    private int _repeated;
    private double _now;
    private double _conversionSeconds;

    private FleetSimulation(FleetModel model)
    {
        _model = model;
        _idle = model.Workers * model.Slots;
        _coreFreeAt = new double[model.DatabaseCores];
    }

    private enum StepKind
    {
        Submission,
        Look,
        Claimed,
        Converted,
        Ended,
        Lost,
        LeaseOver,
        NewSlot,
    }

    private double BusiestRate => _model.JobsPerDay / Day * 2;

    private double RateNow => _model.JobsPerDay / Day * (1 + Math.Sin(2 * Math.PI * ((_now / Day) - 0.25)));

    /// <summary>Plays a day.</summary>
    public static SimulatedDay Run(FleetModel model) => new FleetSimulation(model).Run();

    private SimulatedDay Run()
    {
        Later(StepKind.Submission, 0);
        while (_steps.TryPeek(out Step step, out double time) && time < Day)
        {
            _steps.Dequeue();
            NoteBackground(time - _now);
            _now = time;
            Take(step);
        }

        // Each job is in one place: done, waiting, or on its way in one step that is still to come.
        int onTheirWay = _steps.UnorderedItems.Count(each => each.Element.Kind is StepKind.Claimed or StepKind.Converted or StepKind.Ended or StepKind.Lost or StepKind.LeaseOver);
        if (_submitted != _done + _waiting.Count + onTheirWay)
        {
            throw new BenchException($"The simulation has lost count: {_submitted} jobs, of which {_done} are done, {_waiting.Count} wait and {onTheirWay} are on their way.");
        }

        double all = _model.DatabaseCores * Hour;
        return new SimulatedDay(
            _submitted,
            _done,
            _waiting.Count,
            onTheirWay,
            _repeated,
            _pickUps.Count == 0 ? 0 : Statistics.Median(_pickUps),
            _pickUps.Count == 0 ? 0 : Statistics.Quantile(_pickUps, 0.99),
            _conversionSeconds / (_model.Workers * _model.Slots * Day),
            Math.Min(1, _busyByHour.Sum() / (24 * all)),
            Math.Min(1, _busyByHour.Max() / all));
    }

    private void Take(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Submission:
                // As many as in the busiest hour are tried, and those of a quieter one left out (thinning).
                if (_random.NextDouble() * BusiestRate < RateNow)
                {
                    _submitted++;
                    Serve(_model.Costs.Submit);
                    Wait(_now);
                }

                Later(StepKind.Submission, Exponential(1 / BusiestRate));
                break;
            case StepKind.Look:
                if (_waiting.TryDequeue(out double since))
                {
                    // The claim of a slot that had nothing to do is about half of what a job in a row costs.
                    Later(StepKind.Claimed, Serve(_model.Costs.Job / 2) - _now, since);
                }
                else
                {
                    _idle++;
                }

                break;
            case StepKind.Claimed:
                Begin(step.Since);
                break;
            case StepKind.Converted:
                _running--;
                Later(StepKind.Ended, Serve(_model.Costs.Job) - _now);
                break;
            case StepKind.Ended:
                _done++;
                if (_waiting.TryDequeue(out double next))
                {
                    Begin(next);
                }
                else
                {
                    _idle++;
                }

                break;
            case StepKind.Lost:
                _running--;
                _repeated++;
                Later(StepKind.LeaseOver, Lease + Exponential(Lease / 3));
                Later(StepKind.NewSlot, NewWorkerAfter);
                break;
            case StepKind.LeaseOver:
                Wait(_now, isAgain: true);
                break;
            case StepKind.NewSlot:
                _idle++;
                WakeOne();
                break;
            default:
                throw new InvalidOperationException();
        }
    }

    // Whoever has nothing to do looks when it is told, at a moment of its own: the more there are, the sooner the first.
    private void Wait(double from, bool isAgain = false)
    {
        _waiting.Enqueue(isAgain ? -1 : from);
        WakeOne();
    }

    private void WakeOne()
    {
        if (_idle > 0 && _waiting.Count > 0)
        {
            _idle--;
            Later(StepKind.Look, Exponential(Spacing(_model.Workers) / (_idle + 1)));
        }
    }

    private void Begin(double since)
    {
        if (since >= 0)
        {
            _pickUps.Add(Math.Max(0, _now - since));
        }

        _running++;
        double seconds = _model.JobSeconds * Math.Exp((Normal() * Spread) - (Spread * Spread / 2));
        double lossAfter = Exponential(_model.WorkerHours * Hour);
        _conversionSeconds += Math.Min(seconds, lossAfter);
        Later(lossAfter < seconds ? StepKind.Lost : StepKind.Converted, Math.Min(seconds, lossAfter));
    }

    // The first core that is free does it, as fast as the background leaves it.
    private double Serve(double cost)
    {
        int core = 0;
        for (int i = 1; i < _coreFreeAt.Length; i++)
        {
            core = _coreFreeAt[i] < _coreFreeAt[core] ? i : core;
        }

        double spent = Exponential(cost);
        _busyByHour[(int)(_now / Hour) % 24] += spent;
        double start = Math.Max(_now, _coreFreeAt[core]);
        _coreFreeAt[core] = start + (spent / (1 - Math.Min(FullyBusy, BackgroundCores() / _model.DatabaseCores)));
        return _coreFreeAt[core] + _model.Costs.Latency;
    }

    private double BackgroundCores()
    {
        DatabaseCosts costs = _model.Costs;
        int idleWorkers = _idle / _model.Slots;
        double looks = idleWorkers * (Math.Min(RateNow, 1 / Spacing(_model.Workers)) + (1 / BetweenPolls));
        return (_model.Workers * costs.Heartbeat / BetweenBeats) + (Math.Min(_running, _model.Workers) * costs.Pulse / BetweenPulses)
            + (_running * costs.Progress / BetweenSaves) + (looks * costs.Look);
    }

    private void NoteBackground(double seconds) => _busyByHour[(int)(_now / Hour) % 24] += BackgroundCores() * seconds;

    /// <summary>Mean seconds between two looks of a worker that finds nothing, as workers space them.</summary>
    private static double Spacing(int workers) => Math.Clamp(workers * 0.002, 0.025, LongestSpacing) / 2;

    private void Later(StepKind kind, double after, double since = 0) => _steps.Enqueue(new Step(kind, since), _now + after);

    private double Exponential(double mean) => -Math.Log(1 - _random.NextDouble()) * mean;

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private readonly record struct Step(StepKind Kind, double Since);
}
