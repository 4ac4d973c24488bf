# Dot-sourced by the test files that need an object store: starts a real one (tests/AnimatedImage.TestServers) and asks it things in a
# second way, signed here (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), so that no test has to believe the
# module about itself.
. $PSScriptRoot/common.ps1

# What every such file begins with: the module, a folder of its own ($folder) and a configuration in it.
function Enter-StoreTest {
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:configBefore = $env:ANIMATEDIMAGE_CONFIG
    $env:ANIMATEDIMAGE_CONFIG = Join-Path $folder 'config'
}

# What it ends with.
function Exit-StoreTest {
    $env:ANIMATEDIMAGE_CONFIG = $configBefore
    Remove-Item -LiteralPath $folder -Recurse -Force
}

function Get-StoreProgram {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    'release', 'debug' | ForEach-Object { Join-Path $root "artifacts/bin/AnimatedImage.TestServers/$_/AnimatedImage.TestServers.dll" } |
        Where-Object { Test-Path $_ } | Select-Object -First 1
}

# Whether a store can be had here; fetches it the first time. Where it cannot, tests are skipped, and say so.
function Test-StoreAvailable {
    $program = Get-StoreProgram
    if (-not $program) {
        Write-Warning 'NO OBJECT STORE TO TEST AGAINST: tests/AnimatedImage.TestServers is not built.'
        return $false
    }

    $log = & dotnet $program install 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "NO OBJECT STORE TO TEST AGAINST: $log"
    }

    $LASTEXITCODE -eq 0
}

function Start-TestStore {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.ArgumentList.Add((Get-StoreProgram))
    $start.ArgumentList.Add('serve')
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $store = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    [pscustomobject] @{ Process = $process; Endpoint = $store.endpoint; Proxy = $store.proxy; AccessKey = $store.accessKey; SecretKey = $store.secretKey }
}

function Stop-TestStore($Store) {
    if ($Store) {
        $Store.Process.StandardInput.Close()
        [void] $Store.Process.WaitForExit(30000)
    }
}

# What passed the proxy in front of the store so far: method, target and range of each request.
function Get-StoreRequest($Store) {
    $Store.Process.StandardInput.WriteLine('requests')
    ($Store.Process.StandardOutput.ReadLine() | ConvertFrom-Json).requests
}

# The store's gateway is killed, or listens again: an order is answered by a line when it is done.
function Send-StoreOrder($Store, [string] $Order) {
    $Store.Process.StandardInput.WriteLine($Order)
    [void] $Store.Process.StandardOutput.ReadLine()
}

function Get-StoreCredential($Store, [string] $Secret = $Store.SecretKey) {
    [pscredential]::new($Store.AccessKey, (ConvertTo-SecureString $Secret -AsPlainText -Force))
}

# One signed request; the answer's status, headers and content, whatever the status is.
function Invoke-Store($Store, [string] $Method, [string] $Path, [string] $Query = '', [byte[]] $Body = @(), [hashtable] $Header = @{}) {
    $encode = { param($text) [uri]::EscapeDataString($text) }
    $hex = { param($bytes) [Convert]::ToHexStringLower($bytes) }
    $utf8 = [Text.Encoding]::UTF8
    $sha = { param($bytes) & $hex ([Security.Cryptography.SHA256]::HashData([byte[]] $bytes)) }
    $mac = { param($key, $text) , [Security.Cryptography.HMACSHA256]::HashData([byte[]] $key, $utf8.GetBytes($text)) }

    $uri = [uri] $Store.Endpoint
    $time = [datetime]::UtcNow.ToString('yyyyMMdd\THHmmss\Z')
    $day = $time.Substring(0, 8)
    $canonicalPath = ($Path -split '/' | ForEach-Object { & $encode $_ }) -join '/'
    $canonicalQuery = (($Query -split '&' | Where-Object { $_ } | ForEach-Object {
                $name, $value = $_ -split '=', 2
                "$(& $encode $name)=$(& $encode "$value")"
            } | Sort-Object -CaseSensitive) -join '&')
    $payload = & $sha $Body
    $canonical = "$Method`n$canonicalPath`n$canonicalQuery`nhost:$($uri.Authority)`nx-amz-content-sha256:$payload`nx-amz-date:$time`n`nhost;x-amz-content-sha256;x-amz-date`n$payload"
    $scope = "$day/us-east-1/s3/aws4_request"
    $toSign = "AWS4-HMAC-SHA256`n$time`n$scope`n$(& $sha $utf8.GetBytes($canonical))"
    $key = & $mac (& $mac (& $mac (& $mac $utf8.GetBytes("AWS4$($Store.SecretKey)") $day) 'us-east-1') 's3') 'aws4_request'
    $signature = & $hex (& $mac $key $toSign)

    $request = [Net.Http.HttpRequestMessage]::new($Method, "$($uri.GetLeftPart('Authority'))$canonicalPath$($canonicalQuery ? "?$canonicalQuery" : '')")
    if ($Method -in 'PUT', 'POST') {
        $request.Content = [Net.Http.ByteArrayContent]::new($Body)
    }

    $all = $Header + @{ 'x-amz-content-sha256' = $payload; 'x-amz-date' = $time; Authorization = "AWS4-HMAC-SHA256 Credential=$($Store.AccessKey)/$scope, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=$signature" }
    foreach ($name in $all.Keys) {
        [void] $request.Headers.TryAddWithoutValidation($name, $all[$name])
    }

    $script:storeClient ??= [Net.Http.HttpClient]::new()
    $response = $storeClient.Send($request)
    $headers = @{}
    foreach ($each in @($response.Headers) + @($response.Content.Headers)) {
        $headers[$each.Key.ToLowerInvariant()] = $each.Value -join ','
    }

    [pscustomobject] @{ Status = [int] $response.StatusCode; Header = $headers; Content = $response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult() }
}

# A bucket with a name of its own.
function New-TestBucket($Store) {
    $name = "t-$([guid]::NewGuid().ToString('n').Substring(0, 12))"
    $answer = Invoke-Store $Store PUT "/$name"
    if ($answer.Status -ne 200) {
        throw "No bucket: $($answer.Status) $([Text.Encoding]::UTF8.GetString($answer.Content))"
    }

    $name
}

function Add-TestObject($Store, [string] $Bucket, [string] $Key, [byte[]] $Content = @(1, 2, 3)) {
    $answer = Invoke-Store $Store PUT "/$Bucket/$Key" -Body $Content
    if ($answer.Status -ne 200) {
        throw "No object '$Key': $($answer.Status) $([Text.Encoding]::UTF8.GetString($answer.Content))"
    }
}

# Every key of a bucket, as the store itself lists them.
function Get-TestKey($Store, [string] $Bucket) {
    $token = $null
    do {
        $query = 'list-type=2&max-keys=1000' + ($token ? "&continuation-token=$token" : '')
        $page = [xml] [Text.Encoding]::UTF8.GetString((Invoke-Store $Store GET "/$Bucket" $query).Content)
        $page.ListBucketResult.Contents | Where-Object { $_ } | ForEach-Object { $_.Key }
        $token = $page.ListBucketResult.NextContinuationToken
    } while ($token)
}

# Multipart uploads that were begun and neither completed nor aborted.
function Get-TestUpload($Store, [string] $Bucket) {
    $page = [xml] [Text.Encoding]::UTF8.GetString((Invoke-Store $Store GET "/$Bucket" 'uploads=').Content)
    @($page.ListMultipartUploadsResult.Upload | Where-Object { $_ })
}

# A relay in front of the store that counts listings: what a pipeline that ends early really asked for.
function Start-CountingRelay($Store) {
    if (-not ('CountingRelay' -as [type])) {
        Add-Type -TypeDefinition @'
using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

public sealed class CountingRelay : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly int _port;
    private int _listings;

    public CountingRelay(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Endpoint => "http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Listings => Volatile.Read(ref _listings);

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try { client = await _listener.AcceptTcpClientAsync(); } catch (Exception) { return; }
            _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (TcpClient server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port);
                await Task.WhenAny(CopyAsync(client, server, true), CopyAsync(server, client, false));
            }
            catch (Exception) { }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isCounted)
    {
        byte[] buffer = new byte[65536];
        int count;
        while ((count = await from.GetStream().ReadAsync(buffer, 0, buffer.Length)) > 0)
        {
            // A request's head comes in one piece here.
            if (isCounted && Encoding.ASCII.GetString(buffer, 0, count).Contains("list-type=2")) { Interlocked.Increment(ref _listings); }
            await to.GetStream().WriteAsync(buffer, 0, count);
        }
    }
}
'@
    }

    [CountingRelay]::new(([uri] $Store.Endpoint).Port)
}
