# Ends a command: the process RB_1, which began at RB_2 (UTC, in ticks), the shell of the SSH server above it, and every
# process below. The server runs each command in a job of Windows, which ends all its processes with the first of them,
# even those whose parent has ended. Prints how many were ended and what is left, then END.

$second = 10000000
$own = @{}

function ticks($process) { $process.CreationDate.ToUniversalTime().Ticks }

# a number is used again: a process is only the same if it also began at the same time
function left($all) { @($all | Where-Object { $own[[int]$_.ProcessId] -eq (ticks $_) }) }

function look {
    $all = @(Get-CimInstance -ClassName Win32_Process -Property ProcessId, ParentProcessId, Name, CreationDate | Where-Object CreationDate)
    if ($own.Count -eq 0) {
        $top = $all | Where-Object { $_.ProcessId -eq $RB_1 -and [Math]::Abs((ticks $_) - $RB_2) -lt $second }
        if (-not $top) { return @() }
        $path = @($top)
        for ($level = 0; $level -lt 4; $level++) {
            $parent = $all | Where-Object { $_.ProcessId -eq $path[-1].ParentProcessId -and (ticks $_) -le (ticks $path[-1]) }
            if (-not $parent) { break }
            if ($parent.Name -like 'sshd*') { $path | ForEach-Object { $own[[int]$_.ProcessId] = ticks $_ }; break }
            $path += $parent
        }
        $own[[int]$top.ProcessId] = ticks $top
    }
    do {
        $known = $own.Count
        foreach ($process in $all) {
            $parent = $own[[int]$process.ParentProcessId]
            if ($parent -and (ticks $process) -ge $parent) { $own[[int]$process.ProcessId] = ticks $process }
        }
    } while ($own.Count -gt $known)
    left $all
}

$remaining = @(look)
if ($remaining.Count -gt 0) {
    for ($round = 0; $round -lt 20 -and $remaining.Count -gt 0; $round++) {
        $remaining | Sort-Object CreationDate | ForEach-Object { Stop-Process -Id $_.ProcessId -Force -ErrorAction SilentlyContinue }
        if ($round -gt 0) { Start-Sleep -Milliseconds 200 }
        $remaining = @(look)
    }
    "ENDED $($own.Count - $remaining.Count)"
    $remaining | ForEach-Object { "LEFT $($_.ProcessId) $($_.Name)" }
}
'END'
