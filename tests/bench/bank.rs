//! Exams to measure with: made from a fixed seed, the same on every machine.

use std::fmt::Write as _;

/// What the questions made here hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Every kind of question, as in a large collection: explanations, heads-ups, now and then a snippet.
    Everything,
    /// Single choice without snippets.
    Choices,
    /// Single choice, each on a snippet of its own; Python first, then SQL, in turn.
    Snippets,
}

const SUBJECTS: [&str; 16] = [
    "The consumer",
    "A broker in another zone",
    "The outbox relay",
    "Each worker of the pool",
    "The idempotency key",
    "A replica that lags behind",
    "The unique index on `orders`",
    "An advisory lock",
    "The connection pool",
    "A long transaction",
    "The retry with jitter",
    "A dead letter queue",
    "The lease of the leader",
    "A partial index",
    "The migration's second step",
    "A read at *repeatable read*",
];
const VERBS: [&str; 12] = [
    "acknowledges",
    "applies again",
    "rolls back",
    "blocks until the timeout on",
    "never sees",
    "overwrites",
    "retries after a pause",
    "reads a snapshot of",
    "commits before",
    "holds a lock on",
    "redelivers",
    "drops silently",
];
const OBJECTS: [&str; 14] = [
    "the message that was redelivered",
    "what the other session has written",
    "every row of the batch",
    "the charge at the provider",
    "the offset of the partition",
    "the record it has just inserted",
    "an event with the same key",
    "the payment intent’s row",
    "the oldest entry in the queue",
    "two of the three updates",
    "the deployment’s first request",
    "whatever arrives within the visibility timeout",
    "the schema’s previous version",
    "the lock’s next holder",
];
const LEVELS: [&str; 4] = ["zero", "junior", "middle", "senior"];
const TOPICS: usize = 24;

const PYTHON: &str = r#"def handle(message, db, provider):
    """Charge once, whatever the broker does."""
    seen = db.execute("SELECT 1 FROM processed WHERE id = %s", (message.id,)).fetchone()
    if seen is None:
        provider.charge(message.customer, cents=message.cents)
        db.execute("INSERT INTO processed (id) VALUES (%s)", (message.id,))
        db.commit()  # number
    message.ack()
"#;
const SQL: &str = r"BEGIN;
INSERT INTO processed (id) VALUES (:id) ON CONFLICT DO NOTHING;
UPDATE orders SET state = 'paid', paid_at = now() WHERE id = :order; -- number
COMMIT;
";

/// An exam with so many questions, a few megabytes for ten thousand of [`Content::Everything`].
pub(crate) fn exam(questions: usize, content: Content) -> String {
    let mut bank = Bank { chance: Chance(0x0005_DEEC_E66D), text: String::new(), content };
    bank.put("format = 1\nid = \"bank\"\ntitle = \"A bank of questions\"\ntime_limit = \"3h\"\n");
    bank.put("shuffle = { options = false }\ncuts_basis = \"measured, not judged\"\n");
    for topic in 0..TOPICS {
        bank.put(&format!("\n[[topic]]\nid = \"topic-{topic}\"\ntitle = \"Topic {topic}\"\n"));
    }
    for number in 0..questions {
        bank.question(number);
    }
    bank.text
}

/// `SplitMix64`: the same numbers everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let high = usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or_default();
        high % end
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

struct Bank {
    chance: Chance,
    text: String,
    content: Content,
}

impl Bank {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn sentence(&mut self) -> String {
        let subject = self.chance.one_of(&SUBJECTS);
        let verb = self.chance.one_of(&VERBS);
        let object = self.chance.one_of(&OBJECTS);
        format!("{subject} {verb} {object}.")
    }

    fn question(&mut self, number: usize) {
        let topic = self.chance.below(TOPICS);
        let level = 1 + self.chance.below(LEVELS.len() - 1);
        let kind = match self.content {
            Content::Everything => self.chance.below(20),
            Content::Choices | Content::Snippets => 0,
        };
        let prompt = format!("{} {}\nWhat follows in case {number}?", self.sentence(), self.sentence());
        self.put(&format!("\n[[question]]\nid = \"question-{number}\"\ntopic = \"topic-{topic}\"\n"));
        self.put(&format!("level = \"{}\"\nprompt = \"\"\"\n{prompt}\"\"\"\n", LEVELS[level]));
        if self.content == Content::Everything {
            let explanation = self.sentence();
            self.put(&format!("explanation = \"{explanation}\"\n"));
        }
        let snippet = match self.content {
            Content::Everything => number.is_multiple_of(5),
            Content::Choices => false,
            Content::Snippets => true,
        };
        self.kind(kind, number, snippet);
    }

    fn kind(&mut self, kind: usize, number: usize, snippet: bool) {
        let own = match kind {
            14 | 15 => format!("kind = \"boolean\"\nanswer = {}\n", number.is_multiple_of(2)),
            16 => format!("kind = \"text\"\naccept = [\"answer {number}\", \"the {number}th\"]\n"),
            17 => format!("kind = \"number\"\nanswer = {number}.5\ntolerance = \"5%\"\nunit = \"ms\"\n"),
            18 => "kind = \"order\"\n".to_owned(),
            19 => "kind = \"match\"\n".to_owned(),
            11..14 => "kind = \"multiple\"\n".to_owned(),
            _ => String::new(),
        };
        self.put(&own);
        if snippet {
            let (language, code) = if number.is_multiple_of(2) { ("python", PYTHON) } else { ("sql", SQL) };
            let code = code.replace("number", &format!("number {number}"));
            let title = format!("title = \"case_{number}\"\nlanguage = \"{language}\"\n");
            self.put(&format!("[[question.snippet]]\n{title}code = '''\n{code}'''\n"));
        }
        match kind {
            14..18 => {}
            18 => {
                for step in 1..5 {
                    let text = self.sentence();
                    self.put(&format!("[[question.entry]]\ntext = \"{step}: {text}\"\n"));
                }
            }
            19 => {
                for side in 1..5 {
                    let (left, right) = (self.sentence(), self.sentence());
                    self.put(&format!(
                        "[[question.pair]]\nleft = \"{side}: {left}\"\nright = \"{side}: {right}\"\n"
                    ));
                }
            }
            _ => self.options(kind),
        }
    }

    fn options(&mut self, kind: usize) {
        let right = self.chance.below(4);
        for place in 0..4 {
            let (text, heads_up) = (self.sentence(), self.sentence());
            let is_right = place == right || (kind >= 11 && place == (right + 1) % 4);
            let _ = writeln!(self.text, "[[question.option]]\ntext = \"{place}: {text}\"");
            if is_right {
                self.put("correct = true\n");
            } else if self.content == Content::Everything {
                self.put(&format!("heads_up = \"{heads_up}\"\n"));
            }
        }
    }
}
