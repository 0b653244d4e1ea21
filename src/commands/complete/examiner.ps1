# Completion of examiner for PowerShell.
Register-ArgumentCompleter -Native -CommandName examiner -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text.Trim('"', "'") })
    examiner __complete powershell "--at=$wordToComplete" '--' @words 2>$null | ForEach-Object {
        $value, $meaning = $_ -split "`t", 2
        $text = $value
        if ($value -match '[^\w./=:-]') { $text = "'" + $value.Replace("'", "''") + "'" }
        if (-not $meaning) { $meaning = $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $meaning)
    }
}
