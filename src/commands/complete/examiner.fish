# Completion of examiner for fish.
function __examiner_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l at (commandline --current-token --cut-at-cursor)
    command examiner __complete fish --at="$at" -- $words 2>/dev/null
end
complete --command examiner --no-files --keep-order --arguments '(__examiner_complete)'
