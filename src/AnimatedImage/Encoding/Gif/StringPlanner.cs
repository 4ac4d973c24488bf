using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Looks ahead in a row whose errors are not handed on for the continuation of a string that is worth most: pixels gained, less what its
/// colours are off. At every pixel the two continuations that are closest so far are followed.
/// </summary>
/// <param name="maxWidth">Pixels of the longest row.</param>
internal sealed class StringPlanner(int maxWidth)
{
    /// <summary>What a pixel more is worth, as a share of the squared distance tolerated there, in 256ths.</summary>
    public const int Worth = 102;

    /// <summary>What a single pixel may be off where the string makes up for it, likewise.</summary>
    public const int Peak = 410;

    // Two for each pixel, the closer one first; then what was chosen, by pixel.
    private readonly Step[] _steps = new Step[2 * maxWidth];
    private readonly Step[] _plan = new Step[maxWidth];

    /// <summary>A string up to a pixel.</summary>
    public struct Step
    {
        /// <summary>What the pixel shows.</summary>
        public ulong Shown;

        /// <summary>Sum of the squared distances.</summary>
        public int Cost;

        /// <summary>The string.</summary>
        public ushort Code;

        /// <summary>Which of the two strings up to the pixel before it continues.</summary>
        public ushort From;
    }

    /// <summary>Plans the pixels that follow a string.</summary>
    /// <param name="dictionary">The strings known.</param>
    /// <param name="code">The string so far; the clear code at the start of an image.</param>
    /// <param name="targets">What the pixels should show.</param>
    /// <param name="shown">What they show.</param>
    /// <param name="losses">Squared distances tolerated.</param>
    /// <param name="keep">Squared distance up to which what is shown will do.</param>
    /// <returns>The pixels by which to continue the string; none where that cannot be or is not worth it.</returns>
    public ReadOnlySpan<Step> Plan(LzwDictionary dictionary, int code, ReadOnlySpan<ulong> targets, ReadOnlySpan<ulong> shown, ReadOnlySpan<int> losses, int keep)
    {
        Step first = new() { Code = (ushort)code }, second = new() { Cost = int.MaxValue };
        int worth = 0, best = 0, length = 0;
        for (int x = 0; x < targets.Length; x++)
        {
            int loss = losses[x], limit = (int)(((long)loss * Peak) >> 8);
            Step closest = new() { Cost = int.MaxValue }, next = closest;
            Continue(dictionary, first, 0, targets[x], shown[x], keep, limit, ref closest, ref next);
            if (second.Cost != int.MaxValue)
            {
                Continue(dictionary, second, 1, targets[x], shown[x], keep, limit, ref closest, ref next);
            }

            if (closest.Cost == int.MaxValue)
            {
                break;
            }

            (_steps[2 * x], _steps[(2 * x) + 1]) = (first, second) = (closest, next);
            worth += (int)(((long)loss * Worth) >> 8);
            if (worth - first.Cost >= best)
            {
                (best, length) = (worth - first.Cost, x + 1);
            }
            else if (x == 0 && first.Cost < loss)
            {
                // Not worth more than it is off, but a pixel that may be so.
                length = 1;
            }
        }

        for (int x = length - 1, which = 0; x >= 0; x--)
        {
            _plan[x] = _steps[(2 * x) + which];
            which = _plan[x].From;
        }

        return _plan.AsSpan(0, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Continue(LzwDictionary dictionary, Step step, ushort which, ulong target, ulong shown, int keep, int limit, ref Step closest, ref Step next)
    {
        int keeping = dictionary.FindKeeping(step.Code);
        if (keeping != LzwDictionary.None)
        {
            int distance = Ycc.Distance(target, shown);
            if (distance <= keep)
            {
                Take(new Step { Shown = shown, Cost = step.Cost, Code = (ushort)keeping, From = which }, ref closest, ref next);
                return;
            }

            if (distance < limit)
            {
                Take(new Step { Shown = shown, Cost = step.Cost + distance, Code = (ushort)keeping, From = which }, ref closest, ref next);
            }
        }

        (int near, int other) = dictionary.FindTwoSimilar(step.Code, Vector128.CreateScalarUnsafe(target).AsInt16(), limit);
        if (near != LzwDictionary.Nowhere)
        {
            Take(StepTo(near), ref closest, ref next);
            if (other != LzwDictionary.Nowhere)
            {
                Take(StepTo(other), ref closest, ref next);
            }
        }

        Step StepTo(int place)
        {
            ulong color = dictionary.ColorAt(place);
            return new Step { Shown = color, Cost = step.Cost + Ycc.Distance(target, color), Code = (ushort)dictionary.CodeAt(place), From = which };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(in Step step, ref Step closest, ref Step next)
    {
        if (step.Cost < closest.Cost)
        {
            (next, closest) = (closest, step);
        }
        else if (step.Cost < next.Cost)
        {
            next = step;
        }
    }
}
