<# : cmd reads down to "goto :eof" and starts PowerShell; for that it is a comment.
@echo off
setlocal
set "ACC_SCRIPT=%~f0"
powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "Invoke-Expression ([IO.File]::ReadAllText($env:ACC_SCRIPT))" < nul
goto :eof
#>
# Gathers by hand what acc-collect gathers, on a Windows server, where it does
# not run.  Printed by 'acc-collect host-script windows', version @VERSION@.
#
#   WHAT IT LEAVES IS RAW AND UNREDACTED: passwords stand in it.  It stays in
#   the house.  Take it to a machine of your own that runs acc-collect (Linux):
#
#       acc-collect --handed-over acc-hand-over-HOST-TIME
#
#   There the secrets are replaced; only the bundle made there may leave.
#   Then delete what this script left.
#
# Save it as acc-host.cmd, start that in a folder with some room, as the account
# of Campaign or as an administrator.  It needs PowerShell 2 or newer.  Where
# Campaign is installed elsewhere, name its folder before:
#
#     set ACC_TREE=D:\Campaign
#
# It reads the files and runs the commands of the tables below, and no other;
# it stops and starts no service and writes only into the folder that it makes.

$ErrorActionPreference = 'Stop'

# ---- the tables: what is read and run, and what for ----

$Trees = @'
@TREES@
'@

$Proofs = @(@PROOFS@)

# Copied, where they are there: of each Campaign directory ...
function Copy-Tree($tree) {
@FILES_TREE@
}

# ... of its var directory ...
function Copy-Var($var) {
@FILES_VAR@
}

# ... and of the system.
function Copy-System {
@FILES_ROOT@
}

# Run with Campaign's bin folder on the path, each for at most 60 seconds.
function Run-Commands {
@COMMANDS@
}

# Of the variables of the system that are printed, only these are kept.
$Variables = @(@VARIABLES@)

# ---- the record: one line a fact, in UTF-8 ----

$Epoch = New-Object DateTime 1970, 1, 1
$Seen = @{}
$Copied = @{}
$Room = 1GB

function Write-Fact($text) {
    $Record.WriteLine($text)
}

# C:\Folder as a path of the tree that stands for the server: /C/Folder.
function Get-TreePath($path) {
    return '/' + $path.Substring(0, 1).ToUpper() + $path.Substring(2).TrimEnd('\').Replace('\', '/')
}

function Write-Node($kind, $item, $size, $path) {
    $time = [Math]::Floor(($item.LastWriteTimeUtc - $Epoch).TotalSeconds)
    Write-Fact "node $kind 0 0 0 1 $time $size - .$path"
}

# The folders above a file and it itself; each once.
function Write-Way($path) {
    $above = [IO.Path]::GetDirectoryName($path)
    if ($above) {
        Write-Way $above
    }
    $name = Get-TreePath $path
    if ($Seen.ContainsKey($name)) {
        return
    }
    $Seen[$name] = 1
    if ([IO.Directory]::Exists($path)) {
        Write-Node 'd' (New-Object IO.DirectoryInfo $path) 0 $name
        try {
            $null = [IO.Directory]::GetFileSystemEntries($path)
        } catch {
            Write-Fact "unread $name"
            Write-Fact "shut $name"
        }
    } else {
        $item = New-Object IO.FileInfo $path
        Write-Node 'f' $item $item.Length $name
    }
}

# What fits a pattern, component by component; the folders looked into are
# written down.
function Find-Path($base, $pattern) {
    $found = @($base)
    foreach ($part in $pattern.Split('\')) {
        $next = @()
        foreach ($folder in $found) {
            if (-not $part) {
                $next += $folder
            } elseif ($part.Contains('*')) {
                if ([IO.Directory]::Exists("$folder\")) {
                    Write-Way "$folder\"
                    try {
                        foreach ($each in [IO.Directory]::GetFileSystemEntries("$folder\", $part)) {
                            # It also compares short names of files.
                            if ([IO.Path]::GetFileName($each) -like $part) {
                                $next += $each
                            }
                        }
                    } catch {
                        Write-Fact "unread $(Get-TreePath $folder)"
                    }
                }
            } elseif ($folder) {
                $next += "$folder\$part"
            } else {
                $next += $part
            }
        }
        $found = $next
    }
    return , $found
}

function Test-There($path) {
    return [IO.File]::Exists($path) -or [IO.Directory]::Exists($path)
}

# Copies the first and the last bytes of a file, which may be in use.
function Copy-Bytes($path, $head, $tail) {
    $name = Get-TreePath $path
    $goal = "$Work\root" + $name.Replace('/', '\')
    try {
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($goal))
        $from = New-Object IO.FileStream $path, 'Open', 'Read', 'ReadWrite, Delete'
        try {
            $to = New-Object IO.FileStream $goal, 'CreateNew', 'Write'
            try {
                $room = New-Object 'byte[]' 65536
                $parts = @($head)
                if ($from.Length -gt $head) {
                    $parts += $tail
                    Write-Fact "part $head $name"
                }
                foreach ($left in $parts) {
                    if ($left -ne $head) {
                        $null = $from.Seek(-$left, 'End')
                    }
                    while ($left -gt 0) {
                        $got = $from.Read($room, 0, [Math]::Min($left, 65536))
                        if ($got -le 0) {
                            break
                        }
                        $to.Write($room, 0, $got)
                        $left -= $got
                    }
                }
            } finally {
                $to.Close()
            }
        } finally {
            $from.Close()
        }
    } catch [UnauthorizedAccessException] {
        Write-Fact "unread $name"
    } catch {
        Write-Fact "failed $name"
    }
}

# The files that a line of the table names; logs of var may be cut.
function Take($base, $pattern) {
    foreach ($path in (Find-Path $base $pattern)) {
        if (-not (Test-There $path)) {
            if ([IO.Directory]::Exists([IO.Path]::GetDirectoryName($path))) {
                Write-Way ([IO.Path]::GetDirectoryName($path))
            }
            continue
        }
        Write-Way $path
        if ($Copied.ContainsKey($path) -or -not [IO.File]::Exists($path)) {
            continue
        }
        $Copied[$path] = 1
        $size = (New-Object IO.FileInfo $path).Length
        if ($size -gt $script:Room) {
            Write-Fact "full $(Get-TreePath $path)"
        } elseif ($size -le 64MB) {
            $script:Room -= $size
            Copy-Bytes $path 64MB 0
        } elseif ($path.EndsWith('.log')) {
            $script:Room -= 64MB
            Copy-Bytes $path 16MB 48MB
        }
    }
}

# The first bytes of a program.
function Begin-Of($base, $path) {
    if ([IO.File]::Exists("$base\$path")) {
        Write-Way "$base\$path"
        Copy-Bytes "$base\$path" 4096 0
    }
}

# Only that it is there.
function Name-Of($base, $pattern) {
    if ($pattern.StartsWith('..\')) {
        $base = [IO.Path]::GetDirectoryName($base)
        $pattern = $pattern.Substring(3)
    }
    foreach ($path in (Find-Path $base $pattern)) {
        if (Test-There $path) {
            Write-Way $path
        }
    }
}

# Names, sizes and dates of all below a folder, no content; links are left out,
# and after 60 seconds no more is listed.
function Count-Of($base, $pattern) {
    foreach ($top in (Find-Path $base $pattern)) {
        if (-not [IO.Directory]::Exists($top)) {
            continue
        }
        Write-Way $top
        $ends = [DateTime]::UtcNow.AddSeconds(60)
        $left = New-Object Collections.Stack
        $left.Push($top)
        while ($left.Count -gt 0) {
            $folder = $left.Pop()
            if ([DateTime]::UtcNow -gt $ends) {
                Write-Fact "late $(Get-TreePath $top)"
                break
            }
            try {
                $items = (New-Object IO.DirectoryInfo $folder).GetFileSystemInfos()
            } catch {
                Write-Fact "unread $(Get-TreePath $folder)"
                continue
            }
            foreach ($item in $items) {
                $name = Get-TreePath $item.FullName
                if ($Seen.ContainsKey($name) -and $item -is [IO.FileInfo]) {
                    continue
                }
                if ($item -is [IO.FileInfo]) {
                    Write-Node 'f' $item $item.Length $name
                } elseif ($item.Attributes -band [IO.FileAttributes]::ReparsePoint) {
                    Write-Node 'o' $item 0 $name
                } else {
                    Write-Node 'd' $item 0 $name
                    $left.Push($item.FullName)
                }
                $Seen[$name] = 1
            }
        }
    }
}

# ---- commands ----

# A command as somebody types it.  Its output is written in the code page of
# consoles and kept as UTF-8.
function Run($name, $whose, $words) {
    if ($whose -eq 'campaign' -and -not $Tree) {
        return
    }
    $raw = "$Work\raw"
    $begun = [DateTime]::UtcNow
    $start = New-Object Diagnostics.ProcessStartInfo
    $start.FileName = "$env:SystemRoot\System32\cmd.exe"
    $start.Arguments = "/d /s /c `"$words > `"$raw`" 2>&1 < nul`""
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.WorkingDirectory = $Work
    if ($Tree) {
        $start.EnvironmentVariables['PATH'] = "$Tree\bin;" + $start.EnvironmentVariables['PATH']
    }
    $process = [Diagnostics.Process]::Start($start)
    $status = 124
    if ($process.WaitForExit(60000)) {
        $status = $process.ExitCode
        # What cmd says of a program that is not there.
        if ($status -eq 9009 -or $status -eq 3) {
            $status = 127
        }
    } else {
        $null = & "$env:SystemRoot\System32\taskkill.exe" /f /t /pid $process.Id 2>&1
        $null = $process.WaitForExit(5000)
    }
    if ($status -lt 0 -or $status -gt 255) {
        $status = 125
    }
    $spent = [Math]::Floor(([DateTime]::UtcNow - $begun).TotalSeconds)
    $text = ''
    try {
        $text = [IO.File]::ReadAllText($raw, $Page)
        [IO.File]::Delete($raw)
    } catch {
        Write-Host "acc-host.cmd: $name: its output could not be read"
    }
    [IO.File]::WriteAllText("$Work\recorded\$name", $text, $Utf8)
    Write-Fact "command $name $status $spent $env:USERNAME"
}

# ---- the run ----

function Find-Trees {
    if ($env:ACC_TREE) {
        $named = $env:ACC_TREE.TrimEnd('\')
        Write-Fact "given $(Get-TreePath $named)"
        return , @($named)
    }
    $found = @()
    foreach ($line in $Trees.Split("`n")) {
        $pattern = $line.Trim().Trim("'")
        if ($pattern) {
            foreach ($path in (Find-Path 'C:' $pattern.Substring(3))) {
                foreach ($proof in $Proofs) {
                    if ([IO.File]::Exists("$path\$proof") -and $found -notcontains $path) {
                        $found += $path
                    }
                }
            }
        }
    }
    return , $found
}

# Where the var directory is: as Windows' own environment says, else below.
function Find-Var($tree) {
    foreach ($name in $Variables) {
        if ($name -eq 'XTK_VAR_DIR') {
            $value = [Environment]::GetEnvironmentVariable($name, 'Machine')
            if ($value -match '^[A-Za-z]:[\\/]') {
                return $value.Replace('/', '\').TrimEnd('\')
            }
        }
    }
    return "$tree\var"
}

$Utf8 = New-Object Text.UTF8Encoding $false
$Page = [Text.Encoding]::GetEncoding([Globalization.CultureInfo]::CurrentCulture.TextInfo.OEMCodePage)
$Now = [DateTime]::UtcNow.ToString('s') + 'Z'
$Work = "$((Get-Location).ProviderPath)\acc-hand-over-$env:COMPUTERNAME-" + $Now.Replace('-', '').Replace(':', '')
$null = [IO.Directory]::CreateDirectory("$Work\root")
$null = [IO.Directory]::CreateDirectory("$Work\recorded")
$Record = New-Object IO.StreamWriter "$Work\record", $false, $Utf8
$Record.NewLine = "`n"
try {
    Write-Fact 'acc-hand-over 1 @VERSION@ @RECIPE@ windows'
    Write-Fact "time $Now"
    Write-Fact "reader 0 $env:USERNAME"
    Write-Fact "host $env:COMPUTERNAME"
    Write-Fact "kernel $([Environment]::OSVersion.Version)"
    Write-Fact "architecture $env:PROCESSOR_ARCHITECTURE"
    Write-Fact 'node d 0 0 0 1 0 0 - ./'
    $Tree = $null
    foreach ($each in (Find-Trees)) {
        if (-not $Tree) {
            $Tree = $each
        }
        Write-Way $each
        Write-Fact "tree $(Get-TreePath $each)"
        $var = Find-Var $each
        Write-Fact "var $(Get-TreePath $var)"
        $drive = New-Object IO.DriveInfo $each.Substring(0, 1)
        Write-Fact "space $([Math]::Floor($drive.AvailableFreeSpace / 1024))"
        Copy-Tree $each
        if ([IO.Directory]::Exists($var)) {
            Copy-Var $var
        }
    }
    Copy-System
    Run-Commands
    Write-Fact 'end'
} finally {
    $Record.Close()
}
Write-Host "RAW AND UNREDACTED, it stays in the house: $Work"
Write-Host 'Next, on a Linux machine: acc-collect --handed-over and the name of that folder'
