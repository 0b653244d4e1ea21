# Completion of examiner for elvish.
use str
set edit:completion:arg-completer[examiner] = {|@words|
    var at = $words[-1]
    (external examiner) __complete elvish --at=$at -- (all $words[..-1]) 2>/dev/null | from-lines | each {|line|
        var value meaning = (str:split &max=2 "\t" $line)
        var shown = $value
        if (not-eq $meaning '') { set shown = $value'  '$meaning }
        var suffix = ' '
        if (str:has-suffix $value /) { set suffix = '' }
        edit:complex-candidate $value &display=$shown &code-suffix=$suffix
    }
}
