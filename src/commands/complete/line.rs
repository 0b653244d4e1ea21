//! A command line as far as the cursor, cut into words as shells do.

/// The word at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// What it says, without quotes and escapes.
    pub(super) text: String,
    /// How much of it the shell keeps: bash replaces only what follows the last `=`, `:` or open quote.
    pub(super) kept: usize,
    /// The quote that is open.
    pub(super) quote: Option<char>,
}

impl Word {
    /// What bash is to put in place of the part that it does not keep, quoted as what is before it needs.
    pub(super) fn rest_of(&self, whole: &str) -> Option<String> {
        let rest = whole.strip_prefix(self.text.get(..self.kept)?)?;
        match self.quote {
            Some('\'') => (!rest.contains('\'')).then(|| rest.to_owned()),
            // Between double quotes a backslash keeps bash from calling up history, and stays in the text.
            Some(_) => Some(escaped(rest, |c| matches!(c, '"' | '\\' | '$' | '`')).replace('!', "\"'!'\"")),
            None => {
                let (home, rest) = rest.split_at(usize::from(rest.starts_with("~/")));
                let plain = |c: char| c.is_alphanumeric() || "/._-+=:@%,".contains(c);
                Some(format!("{home}{}", escaped(rest, |c| !plain(c))))
            }
        }
    }
}

fn escaped(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if special(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// The words of a line and the one at its end, which may be empty. At `breaks` outside quotes the shell begins anew.
pub(super) fn split(line: &str, breaks: &str) -> (Vec<String>, Word) {
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut before_quote = 0;
    let mut begun = false;
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        match (word.quote, character) {
            (Some(open), _) if character == open => {
                word.quote = None;
                word.kept = before_quote;
            }
            (None, '"' | '\'') => {
                begun = true;
                before_quote = word.kept;
                word.kept = word.text.len();
                word.quote = Some(character);
            }
            (None, '\\') => {
                begun = true;
                word.text.extend(rest.next());
            }
            (Some('"'), '\\') => match rest.next() {
                Some(next) if matches!(next, '"' | '\\' | '$' | '`') => word.text.push(next),
                next => word.text.extend(std::iter::once('\\').chain(next)),
            },
            (None, ' ' | '\t' | '\n') => {
                if begun {
                    words.push(std::mem::take(&mut word).text);
                }
                begun = false;
            }
            _ => {
                begun = true;
                word.text.push(character);
                if word.quote.is_none() && matches!(character, '=' | ':') && breaks.contains(character) {
                    word.kept = word.text.len();
                }
            }
        }
    }
    (words, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_as_a_shell_does() {
        for (line, words, text, kept, quote) in [
            ("examiner ", vec!["examiner"], "", 0, None),
            ("examiner take d", vec!["examiner", "take"], "d", 0, None),
            (r"examiner debrief Ada\ L", vec!["examiner", "debrief"], "Ada L", 0, None),
            ("examiner debrief 'Ada L", vec!["examiner", "debrief"], "Ada L", 0, Some('\'')),
            ("examiner 'a b'  \"c\\\"", vec!["examiner", "a b"], "c\"", 0, Some('"')),
            ("examiner take x --form=sh", vec!["examiner", "take", "x"], "--form=sh", 7, None),
            ("examiner take x --form=\"sh", vec!["examiner", "take", "x"], "--form=sh", 7, Some('"')),
        ] {
            let (found, word) = split(line, "=:");
            assert_eq!(found, words, "{line}");
            assert_eq!((word.text.as_str(), word.kept, word.quote), (text, kept, quote), "{line}");
        }
    }

    #[test]
    fn what_bash_inserts_is_quoted_for_its_place() {
        let word = |line: &str| split(line, "=").1;
        assert_eq!(word("x Ad").rest_of("Ada L").as_deref(), Some(r"Ada\ L"));
        assert_eq!(word("x \"Ad").rest_of("Ada $L").as_deref(), Some(r"Ada \$L"));
        assert_eq!(word("x \"Ad").rest_of("Ada! L").as_deref(), Some("Ada\"'!'\" L"));
        let again = word("x \"Ada\"'!'\" L");
        assert_eq!((again.text.as_str(), again.rest_of("Ada! Lo").as_deref()), ("Ada! L", Some(" Lo")));
        assert_eq!(word("x 'O").rest_of("O'Hara"), None);
        assert_eq!(word("x --form=s").rest_of("--form=short").as_deref(), Some("short"));
        assert_eq!(word("x --form=s").rest_of("--reveal=score"), None);
        assert_eq!(word("x ~/e").rest_of("~/my exams/").as_deref(), Some(r"~/my\ exams/"));
        assert_eq!(word("x ").rest_of("$(rm -r x);*").as_deref(), Some(r"\$\(rm\ -r\ x\)\;\*"));
    }
}
