//! Locks on tables and their queue: `PostgreSQL` 16 documentation, 13.3.1 with table 13.2.

/// The table's locks that the exam meets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    AccessShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    AccessExclusive,
}

impl Mode {
    /// What a statement takes on its table.
    pub(super) fn of(statement: &str) -> Self {
        let statement = statement.trim();
        let modes = [
            ("SELECT", Self::AccessShare),
            ("INSERT", Self::RowExclusive),
            ("UPDATE", Self::RowExclusive),
            ("CREATE INDEX CONCURRENTLY", Self::ShareUpdateExclusive),
            ("CREATE INDEX", Self::Share),
            ("ALTER TABLE", Self::AccessExclusive),
        ];
        let mode = modes.iter().find(|(start, _)| statement.starts_with(start));
        mode.unwrap_or_else(|| panic!("what does it lock? {statement}")).1
    }

    pub(super) fn conflicts(self, other: Self) -> bool {
        use Mode::{AccessExclusive, AccessShare, RowExclusive, Share, ShareUpdateExclusive};
        let among = match self {
            AccessShare => [AccessExclusive].as_slice(),
            RowExclusive => &[Share, AccessExclusive],
            ShareUpdateExclusive => &[ShareUpdateExclusive, Share, AccessExclusive],
            Share => &[RowExclusive, ShareUpdateExclusive, AccessExclusive],
            AccessExclusive => &[AccessShare, RowExclusive, ShareUpdateExclusive, Share, AccessExclusive],
        };
        among.contains(&other)
    }
}

/// A table's locks: who holds, and who waits in which order.
#[derive(Default)]
pub(super) struct Queue {
    held: Vec<(char, Mode)>,
    waiting: Vec<(char, Mode)>,
}

impl Queue {
    /// Asks for a lock; true if it is granted at once.
    pub(super) fn ask(&mut self, session: char, mode: Mode) -> bool {
        let mut ahead = self.held.iter().chain(&self.waiting);
        let free = !ahead.any(|(other, theirs)| *other != session && mode.conflicts(*theirs));
        if free { &mut self.held } else { &mut self.waiting }.push((session, mode));
        free
    }

    /// A session's transaction ends; who gets a lock by it.
    pub(super) fn end(&mut self, session: char) -> Vec<char> {
        self.held.retain(|(holder, _)| *holder != session);
        let waiting = std::mem::take(&mut self.waiting);
        let asks = waiting.into_iter().filter(|(waiter, _)| *waiter != session);
        asks.filter_map(|(waiter, mode)| self.ask(waiter, mode).then_some(waiter)).collect()
    }
}

#[test]
fn conflicts_are_mutual() {
    use Mode::{AccessExclusive, AccessShare, RowExclusive, Share, ShareUpdateExclusive};
    let modes = [AccessShare, RowExclusive, ShareUpdateExclusive, Share, AccessExclusive];
    for (a, b) in modes.iter().flat_map(|a| modes.iter().map(move |b| (*a, *b))) {
        assert_eq!(a.conflicts(b), b.conflicts(a), "{a:?} {b:?}");
    }
}
