# Bash breaks words at `:`, `=` and `@` too, which scopes, flags and names are full of, and puts what
# it is given into the line as it is. So the line is taken apart here, and what is put back is quoted.
_hubctl() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word= tail= quote= begun= char at
    for ((at = 0; at < ${#line}; at++)); do
        char=${line:at:1}
        if [[ $quote == \\ ]]; then
            quote= word+=$char tail+=$char
        elif [[ -n $quote && $char == "$quote" ]]; then
            quote= tail=
        elif [[ -n $quote ]]; then
            word+=$char tail+=$char
        elif [[ $char == [\'\"\\] ]]; then
            quote=$char begun=1
            [[ $char == \\ ]] || tail=
        elif [[ $char == [[:space:]] ]]; then
            [[ -z $begun ]] || words+=("$word")
            word= tail= begun=
        else
            word+=$char tail+=$char begun=1
            [[ $COMP_WORDBREAKS != *"$char"* ]] || tail=
        fi
    done
    words+=("$word")

    # In the line stays what Bash took for words of their own: only the rest of a candidate goes there.
    local kept=${word%"$tail"} candidate
    COMPREPLY=()
    while IFS= read -r candidate || [[ -n $candidate ]]; do
        [[ $candidate == "$kept"* ]] || continue
        candidate=${candidate#"$kept"}
        [[ -n $quote ]] || printf -v candidate %q "$candidate"
        COMPREPLY+=("$candidate")
    done < <(_CLAP_IFS=$'\n' _CLAP_COMPLETE_INDEX=$((${#words[@]} - 1)) VAR=bash \
        COMPLETER -- "${words[@]}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o nosort -F _hubctl BIN 2>/dev/null ||
    complete -o bashdefault -F _hubctl BIN
