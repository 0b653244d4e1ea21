//! A lesson's consumer in Python, read into the steps that it takes.
//!
//! Only the shapes that the lesson uses are known. Any other line is a panic: a snippet can't change
//! without its proof changing too.

/// A SQL statement with the names of the values bound to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) binds: Vec<String>,
}

/// One thing a consumer does; it can die before any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// `seen = db.execute(…).fetchone()`
    Look(Statement),
    /// `if seen:`, then ack and return.
    StopIfSeen,
    /// The start of `with db.transaction():`.
    Begin,
    /// `db.execute(…)`
    Write(Statement),
    /// `payments.charge(…)`, with the message id as idempotency key or without a key.
    Charge { keyed: bool },
    /// The end of `with db.transaction():`.
    Commit,
    /// What `except UniqueViolation:` does; skipped when nothing was violated.
    Duplicate,
    /// `msg.ack()`
    Ack,
}

/// The steps of one `handle(msg)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    steps: Vec<Step>,
}

struct Line {
    indent: usize,
    text: String,
}

impl Program {
    /// Reads the consumer of a Python snippet.
    pub(crate) fn read(python: &str) -> Self {
        let (_, body) = python.split_once("def handle(msg):\n").expect("the snippet has a handler");
        let mut steps = Vec::new();
        let mut blocks: Vec<Line> = Vec::new();
        let mut lines = logical_lines(body).into_iter();
        while let Some(line) = lines.next() {
            while let Some(block) = blocks.pop_if(|block| line.indent <= block.indent) {
                if block.text != "try:" {
                    steps.push(Step::Commit);
                }
            }
            let outer = blocks.last().map_or(0, |block| block.indent);
            assert_eq!(line.indent, outer + 4, "in its block: {}", line.text);
            match line.text.as_str() {
                "try:" => blocks.push(line),
                "with db.transaction():" => {
                    steps.push(Step::Begin);
                    blocks.push(line);
                }
                "if seen:" => {
                    expect_inside(&line, &mut lines, "msg.ack()");
                    expect_inside(&line, &mut lines, "return");
                    steps.push(Step::StopIfSeen);
                }
                "except UniqueViolation:" => {
                    expect_inside(&line, &mut lines, "log.info(\"duplicate %s\", msg.id)");
                    steps.push(Step::Duplicate);
                }
                "msg.ack()" => steps.push(Step::Ack),
                call => steps.push(read_call(call)),
            }
        }
        assert!(blocks.is_empty(), "the handler ends outside of its blocks");
        Self { steps }
    }

    /// Its steps, in order.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Where a step stands that `wanted` knows; there must be one.
    pub(crate) fn position(&self, wanted: impl Fn(&Step) -> bool) -> usize {
        self.steps.iter().position(wanted).expect("the consumer has that step")
    }

    /// The same consumer, with the message id as idempotency key or without a key.
    pub(crate) fn keyed(&self, keyed: bool) -> Self {
        let steps = self.steps.iter().map(|step| {
            if matches!(step, Step::Charge { .. }) { Step::Charge { keyed } } else { step.clone() }
        });
        Self { steps: steps.collect() }
    }

    /// The same consumer, acking before it does anything else.
    pub(crate) fn ack_first(&self) -> Self {
        let rest = self.steps.iter().filter(|step| **step != Step::Ack);
        Self { steps: std::iter::once(&Step::Ack).chain(rest).cloned().collect() }
    }

    /// The same consumer with its transaction ended right after the claim.
    pub(crate) fn claim_committed_alone(&self) -> Self {
        let mut steps = self.steps.clone();
        steps.retain(|step| *step != Step::Commit);
        let claim = self.position(|step| matches!(step, Step::Write(_)));
        steps.insert(claim + 1, Step::Commit);
        Self { steps }
    }
}

fn expect_inside(block: &Line, lines: &mut impl Iterator<Item = Line>, text: &str) {
    let line = lines.next().expect("a block has lines");
    assert_eq!(line.indent, block.indent + 4, "in its block: {}", line.text);
    assert_eq!(line.text, text, "in the block: {}", block.text);
}

fn read_call(text: &str) -> Step {
    if let Some(call) = text.strip_prefix("seen = db.execute(") {
        let call = call.strip_suffix(").fetchone()").expect("a look fetches");
        Step::Look(read_statement(call))
    } else if let Some(call) = text.strip_prefix("db.execute(") {
        let call = call.strip_suffix(')').expect("the call ends the line");
        Step::Write(read_statement(call))
    } else if let Some(call) = text.trim_start_matches("charge = ").strip_prefix("payments.charge(") {
        let (who, rest) = call.split_at("msg.customer_id, msg.cents".len());
        assert_eq!(who, "msg.customer_id, msg.cents", "whom to charge, how much");
        match rest {
            ")" => Step::Charge { keyed: false },
            ", idempotency_key=msg.id, )" => Step::Charge { keyed: true },
            other => panic!("no such arguments of a charge: {other}"),
        }
    } else {
        panic!("the reader of snippets doesn't know this line: {text}")
    }
}

/// Reads `"sql" "more sql", (value, value), `.
fn read_statement(arguments: &str) -> Statement {
    let parts: Vec<&str> = arguments.split('"').collect();
    let (values, literals) = parts.split_last().expect("split gives at least one part");
    assert!(literals.len() > 1, "a statement is a literal: {arguments}");
    let sql: String = literals.iter().skip(1).step_by(2).copied().collect();
    let between = literals.iter().step_by(2);
    assert!(between.copied().all(|gap| gap.trim().is_empty()));
    let values = values.trim_matches([',', ' ', '(', ')']);
    let binds: Vec<String> = values.split(", ").map(str::to_owned).collect();
    assert_eq!(sql.matches("%s").count(), binds.len(), "a value each: {sql}");
    Statement { sql: sql.replace("%s", "?"), binds }
}

/// Joins lines until their brackets are closed; blank lines go.
fn logical_lines(python: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut depth = 0_usize;
    for raw in python.lines().filter(|raw| !raw.trim().is_empty()) {
        let text = raw.trim();
        if depth == 0 {
            lines.push(Line { indent: raw.len() - raw.trim_start().len(), text: text.to_owned() });
        } else {
            let line = lines.last_mut().expect("a bracket was opened on a line");
            if !line.text.ends_with('(') && !text.starts_with(").") {
                line.text.push(' ');
            }
            line.text.push_str(text);
        }
        depth += text.matches('(').count();
        depth -= text.matches(')').count();
    }
    lines
}

#[test]
fn a_consumer_is_read_into_its_steps() {
    let python = r#"
def handle(msg):
    try:
        with db.transaction():
            db.execute(
                "INSERT INTO inbox"
                " VALUES (%s)",
                (msg.id,),
            )
    except UniqueViolation:
        log.info("duplicate %s", msg.id)
    msg.ack()
"#;
    let insert =
        Statement { sql: "INSERT INTO inbox VALUES (?)".to_owned(), binds: vec!["msg.id".to_owned()] };
    let write = Step::Write(insert);
    assert_eq!(Program::read(python).steps(), [Step::Begin, write, Step::Commit, Step::Duplicate, Step::Ack]);
}
