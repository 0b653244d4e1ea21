//! Each warning at length: what it measures and how, why that matters, how to mend it. What a measure does in doubtful cases is
//! documented here and nowhere else.

use super::WarningName;

/// What `examiner help check NAME` says. Paragraphs are separated by an empty line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What is found.
    pub what: &'static str,
    /// By which formula, and where that comes from.
    pub how: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
}

impl WarningName {
    /// The warning at length.
    pub const fn explanation(self) -> Explanation {
        match self {
            Self::NoHeadsUp => Explanation {
                what: "Distractors without a heads-up: wrong options of `single` and `multiple` questions (with credit, too), and `boolean` questions, whose heads-up stands on the question.",
                how: "They are counted. There is no threshold: one is enough.",
                why: "Whoever chooses a wrong option has a reason for it. The heads-up answers that reason; \"wrong\" alone doesn't, and the debrief has nothing to say about the choice. Feedback that explains is what makes people learn from a mistake (Shute 2008, Focus on Formative Feedback, Review of Educational Research 78).",
                mend: "Write `heads_up = \"…\"` on the option: why this choice fails in this very case. If you can't say why anybody would choose it, the option is too weak; replace it.",
            },
            Self::AllOfTheAbove => Explanation {
                what: "Options that mean others by their place or letter (\"All of the above\", \"None of these\", \"Both A and C\") and are not pinned, in an exam that shuffles options.",
                how: "By their English words: a word such as all, none, both or neither followed by above, below or preceding; all, none or any of these; or nothing but letters of the question's own options (unless prompt or snippets use these letters as names). Options pinned with `pin = true` are left alone.",
                why: "Shuffled, the option stands anywhere, and \"above\" means something else for each candidate. Letters are places on the screen, so that \"A and C\" is wrong for most. Even where they stand last, such options are advised against: knowing two of three gives the rest away (Haladyna, Downing and Rodriguez 2002, Applied Measurement in Education 15).",
                mend: "Set `pin = true` on the option (others move around it), write out what is meant, or make it a `multiple` question.",
            },
            Self::LongestIsRight => Explanation {
                what: "Right options are the longest more often than chance would have it, over all `single` and `multiple` questions of the file.",
                how: "A question counts as a hit if its longest option (in characters, runs of white space as one) is right. Chance would make that so with probability c/k, with c of k options right. Questions in which two options tie for the longest are left out, and those in which all are right: nobody can go by length there. The number of hits is then a sum of independent trials, each with its own chance, and its distribution (Poisson-binomial; with equal chances the binomial) is computed exactly, by convolution. One-sided, at 1%: the warning is given if so many hits or more have a probability under 1%.",
                why: "Writers qualify what is right and keep what is wrong short. Who has learnt that goes by length, and earns points without knowing anything (Haladyna, Downing and Rodriguez 2002: keep the length of choices about equal).",
                mend: "Cut the right options short (the qualifications belong in the explanation), or let the wrong ones say as much. The places named are the hits.",
            },
            Self::PositionBias => Explanation {
                what: "Right options stand in one place of the file more often than chance would have it, over all `single` and `multiple` questions.",
                how: "For each place (first, second, …) the questions that have it are trials: chance makes the option there right with probability c/k, with c of k options right; questions in which all are right are left out. As for `longest-is-right` the probability of so many hits or more is exact. Several places are looked at, so the smallest of these probabilities is multiplied by their number (Bonferroni); one-sided, at 1%.",
                why: "Writers hide the right option in the middle, or write it first and forget to move it; test-takers know (Attali and Bar-Hillel 2003, Guess where, Journal of Educational Measurement 40). It is told also where options are shuffled: shuffling hides the place on a screen, but not on a printed sheet in the file's order, in the ids of the results (a, b, c in the file's order), or where options are pinned.",
                mend: "Spread the right options over the places: reorder the options in the file. Where ids were recorded already, give the options an `id` of their own first. Or allow it, if nothing but shuffled screens will ever be used.",
            },
            Self::FewQuestions => Explanation {
                what: "Fewer than 10 questions at a level that has any: each level that an exam asks about is told apart from its neighbours (the lowest from zero). In a form: fewer than 6.",
                how: "What an attempt is administered is counted, with the exam's draws, and where a draw leaves the level open the fewest that it can give. A form counts for itself; of many forms, the first 64 are looked at.",
                why: "The level shown rests on these answers alone. With 10 questions a level the program names a level above the true one in up to 14% of profiles just under a cut, and names a clear one right in 54 to 64%; with fewer it is worse on both counts. Under 6 no level is given at all.",
                mend: "Ask more at this level, draw more, or join it with its neighbour: a `ladder` of two levels with 15 questions each says more than one of three with 10. If no level should be claimed, set `purpose = \"lesson\"`.",
            },
            Self::UntestedLevel => Explanation {
                what: "A rung of the ladder without questions. In a form: one without questions below one that has some.",
                how: "They are counted over all questions of the file; in a form, over what its draws can give. Forms that ask nothing above some level are meant that way.",
                why: "Levels are climbed: from the first rung without questions on, none can be shown, whatever was answered above it.",
                mend: "Write questions at it, or write a `ladder` of the levels that are asked. The default ladder is junior, middle, senior.",
            },
            Self::Guessable => Explanation {
                what: "Who only guesses reaches the cut of a level with a probability above 5%.",
                how: "A guesser answers every question at random. `single`: each option alike, so 1/k for the right one, and credit where there is some. `boolean`: 1/2. `multiple`: each set of ticks but the empty one alike, so 1/(2^k − 1). `order`: each order alike, 1/n!. `match`: each way to give every left side a right side of its own alike. `text`, `number`, `essay`: nothing. With `partial = \"net\"` what a part earns is counted as it is scored. The shares of the level's questions are added up by convolution, and the probability that they come to at least cut × number of questions is exact. Where questions are drawn it is the worst that a draw can give: the questions, and as many of them, with which the cut is reached most easily. All that can be drawn is tried, questions that are guessed alike as one; where that is too much, the questions are taken in the order of what a guess at each brings, and in that of how often it alone reaches the cut, and the worse counts. With thousands of questions shares are rounded to coarser parts of a point, without changing what they are on average.",
                why: "A level that a guess can reach says little of whoever reached it. Two questions with three options each are both guessed right by one in nine. Levels are climbed, though: where the levels below can't be guessed, that is a good reason to allow it.",
                mend: "Ask more questions at this level, give them more options that are worth choosing, ask for what can't be guessed (`text`, `number`), draw by level, or raise the cut.",
            },
            Self::DefaultCuts => Explanation {
                what: "An exam with questions at levels of which at least one has the program's cut, while `cuts_basis` does not say where the cuts come from.",
                how: "The program's cuts are 0.70 for the first rung, 0.65 for the second, 0.60 for each further one.",
                why: "A cut says what somebody of that level has to get right, in your job, of these questions. The program knows neither. Reports say under each table where cuts come from; \"the program's defaults\" is what they say otherwise. How panels set cuts: Cizek and Bunch 2007, Standard Setting.",
                mend: "Have those who know the job say for each question how many of ten just-good-enough people would get it right; the mean over a level's questions is its cut (Angoff's method). Write `cuts` and `cuts_basis`. If you have looked at the defaults and want them, say so in `cuts_basis`.",
            },
            Self::TimeBudget => Explanation {
                what: "The questions' own limits add up to more than the limit of the exam or form, reading alone takes longer than that limit, or reading a question takes longer than its own limit.",
                how: "Limits are added up over what an attempt is administered, with draws the most that they can give. Reading is titles, snippets, prompts, options, entries and sides, once each, at 238 words a minute: the mean silent reading rate of adults for English non-fiction (Brysbaert 2019, Journal of Memory and Language 109, from 190 studies). A word is what stands between white space and has a letter or digit in it; code counts as text does, though it is read more slowly. Intro, goal and notice are read before the clock starts and don't count. It is the same for every language of text; where words are not spaced, little is counted.",
                why: "An exam that can't be read in its time measures how fast one reads; limits that can't all be used promise time that is not there.",
                mend: "Raise `time_limit`, lower those of the questions, or ask less.",
            },
            Self::UnusedTopic => Explanation {
                what: "A declared `[[topic]]` that no question has.",
                how: "They are compared by id, over all questions of the file.",
                why: "`examiner list` and the start page announce it, and nobody is asked about it. Often it is a question that was given another topic by mistake.",
                mend: "Write a question on it, or remove the `[[topic]]`.",
            },
            Self::UnusedSnippet => Explanation {
                what: "A shared `[[snippet]]` that no question uses.",
                how: "They are compared by id, over the `uses` of all questions.",
                why: "Nobody gets to see it. Often a question lacks it: what its prompt talks about is not there to be read.",
                mend: "Name it in the question's `uses`, or remove the `[[snippet]]`.",
            },
            Self::NearDuplicate => Explanation {
                what: "Groups of questions with nearly the same prompt and nearly the same snippets, whatever their options.",
                how: "A prompt is taken as its words (lower case, without punctuation), and these as the set of all three in a row, with the begin and the end marked. The similarity of two prompts is Jaccard's: what both sets have of what either has (Broder 1997, On the resemblance and containment of documents). Two questions are near duplicates if that is at least 0.8 for their prompts, at least 0.8 for the code of their own snippets (there each sign is a word, too), and they use the same shared ones; so \"What happens next?\" on two snippets is no duplicate. Each question is compared with the first of every group so far, in file order. Only pairs that share one of their rarest parts can be so similar (Bayardo, Ma and Srikant 2007, Scaling up all pairs similarity search), which keeps ten thousand questions fast; in a file of thousands made from one template the search ends after fifty million steps, and what was found till then is told.",
                why: "The second measures little that the first hasn't, and counts like any other. With draws, one candidate gets both and another neither.",
                mend: "Reword or remove all but one. Variants of which a draw picks one are a good reason to allow it.",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_is_explained_in_every_respect() {
        for name in WarningName::ALL {
            let Explanation { what, how, why, mend } = name.explanation();
            for text in [what, how, why, mend] {
                assert!(text.len() > 30 && text.ends_with(['.', ')']), "{name:?}: {text}");
            }
            assert_eq!(WarningName::from_word(name.word()), Some(name));
        }
        assert_eq!(WarningName::from_word("duplicate-option"), None);
    }
}
