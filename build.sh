#!/usr/bin/env bash
# Usage: ./build.sh TARGET [arguments]      Targets: Clean, Build, Test, Demo, Bench, Package (any case).
# A thin wrapper: the build is the program in build/. On Windows, or in any PowerShell, use build.ps1.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

if ! command -v dotnet > /dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then
    PATH="$HOME/.dotnet:$PATH"
fi
if ! dotnet --list-sdks 2> /dev/null | grep -Eq '^([1-9][0-9]+)\.'; then
    echo "The .NET SDK 10 or later was not found. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again." >&2
    exit 1
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
dotnet msbuild "$root/build/Build.csproj" -restore -p:Configuration=Release -verbosity:quiet -nologo -nodeReuse:false ${CI:+-p:UseSharedCompilation=false}
exec dotnet "$root/build/artifacts/bin/Build/release/Build.dll" "$@"
