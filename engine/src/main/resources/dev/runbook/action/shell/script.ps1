$exact = $PSVersionTable.PSVersion -ge [version]'7.3'
$invariant = [Globalization.CultureInfo]::InvariantCulture
for ($i = 0; $i -lt $tokens.Length; $i++) {
    $value = $utf8.GetString([Convert]::FromBase64String($tokens[$i].Substring(1)))
    if ($i -gt 0 -and -not $exact -and $value -match '"|\\$') {
        [Console]::Error.WriteLine("value ${i} holds a double quote or ends in a backslash, which PowerShell before 7.3 does not hand to programs as it is")
        exit 1
    }
    if ($tokens[$i][0] -eq 'n') { $value = [decimal]::Parse($value, [Globalization.NumberStyles]::Float, $invariant) }
    if ($tokens[$i][0] -eq 'b') { $value = $value -eq 'true' }
    Set-Variable -Name "RB_$i" -Value $value -Scope Global -Option ReadOnly
}
$global:LASTEXITCODE = 0
try {
    & ([ScriptBlock]::Create($RB_0))
} catch {
    [Console]::Error.WriteLine($_.InvocationInfo.PositionMessage)
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}
exit $global:LASTEXITCODE
