#compdef examiner
# Completion of examiner for zsh.
_examiner() {
    local -a found folders
    local line
    for line in "${(@f)$(command examiner __complete zsh "--at=${(Q)PREFIX}" -- \
        "${(@Q)words[1,CURRENT-1]}" 2>/dev/null)}"; do
        if [[ -z $line ]]; then
            continue
        elif [[ ${line%%:*} == */ ]]; then
            folders+=("$line")
        else
            found+=("$line")
        fi
    done
    if [[ -z $found && -z $folders ]]; then
        [[ $PREFIX == \~* ]] && _files
        return
    fi
    [[ -n $found ]] && _describe -V 'value' found
    [[ -n $folders ]] && _describe -V 'folder' folders -S ''
}
if [[ $funcstack[1] == _examiner ]]; then
    _examiner "$@"
else
    compdef _examiner examiner
fi
