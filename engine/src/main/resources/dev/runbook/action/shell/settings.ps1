$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$utf8 = New-Object System.Text.UTF8Encoding $false
try {
    [Console]::OutputEncoding = $utf8
} catch {
    # without a console there is no code page to set: text goes to the streams as UTF-8
    $out = New-Object IO.StreamWriter -ArgumentList ([Console]::OpenStandardOutput()), $utf8
    $err = New-Object IO.StreamWriter -ArgumentList ([Console]::OpenStandardError()), $utf8
    $out.AutoFlush = $true
    $err.AutoFlush = $true
    [Console]::SetOut($out)
    [Console]::SetError($err)
}
$OutputEncoding = $utf8
if (Test-Path variable:PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
if (Test-Path variable:PSNativeCommandArgumentPassing) { $PSNativeCommandArgumentPassing = 'Standard' }
