$tokens = @()
foreach ($token in $sent[1..($sent.Length - 1)]) {
    $text = $utf8.GetString([Convert]::FromBase64String($token.Substring(1)))
    switch -CaseSensitive ($token.Substring(0, 1)) {
        'p' { $first = $text }
        'q' { $second = $text }
        'd' { $folder = $text }
        'e' {
            $name, $content = $text.Split([char[]]'=', 2)
            [Environment]::SetEnvironmentVariable($name, $content)
        }
        default { $tokens += $token }
    }
}
# ends the command when the engine no longer can; the SSH server ends what it has started
$watch = [PowerShell]::Create().AddScript('param($seconds, $id) Start-Sleep -Seconds $seconds; Stop-Process -Id $id -Force')
[void]$watch.AddArgument($seconds).AddArgument($PID).BeginInvoke()
$began = [Diagnostics.Process]::GetCurrentProcess().StartTime.ToUniversalTime().Ticks
[Console]::Out.WriteLine("${first}${second}${PID}:${began}]")
if ($folder) {
    try {
        Set-Location -LiteralPath $folder
        [Environment]::CurrentDirectory = (Get-Location -PSProvider FileSystem).ProviderPath
    } catch {
        [Console]::Error.WriteLine($_.Exception.Message)
        exit 1
    }
}
