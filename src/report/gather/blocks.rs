//! Files in blocks, by as many threads as there are cores, taken in the order of the files.
//!
//! A block's reader does not know whether its first newline ends a record or stands in quotes. It takes it for the end of one,
//! and says from where to where it read; whoever takes the blocks, in order, knows where the records before ended, and
//! has a block that began elsewhere read again from there.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::results::scan::{Columns, ReadAt, Rows, Stop, behind_line_ends};

use super::runs::{Batch, Counted, Extent, Grouping};
use super::stretch::{LONGEST_RECORD, endless, shortened};

/// A file with its columns.
pub struct Table<'a> {
    /// Its bytes.
    pub bytes: &'a dyn ReadAt,
    /// Where its columns are.
    pub columns: Columns,
}

/// How work is split.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    /// Bytes in a block; at least 1.
    pub block: u64,
    /// Threads; at least 1.
    pub threads: usize,
    /// Bytes of a block read at once; at least 1.
    pub chunk: usize,
}

impl Default for Split {
    fn default() -> Self {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Self { block: 4 << 20, threads, chunk: CHUNK }
    }
}

/// Bytes read at once: few enough to stay in a core's cache until all that is looked for in them is found.
const CHUNK: usize = 256 << 10;

/// Bytes in which the first record of a block is looked for at once.
const FIRST: usize = 4 << 10;

/// One block of one file.
#[derive(Clone, Copy, Debug)]
struct Block {
    file: usize,
    from: u64,
    to: u64,
}

/// What was read of a block.
struct ReadBlock {
    /// Where its first record begins; `None` if none begins in it, as far as its reader can tell.
    from: Option<u64>,
    /// Where the first record behind it begins.
    to: u64,
    batch: Batch,
}

/// A reader with its buffers.
struct BlockReader<'t> {
    tables: &'t [Table<'t>],
    groupings: &'t [Grouping],
    counted: &'t Counted,
    chunk: usize,
    buffer: Vec<u8>,
    /// What reads the rows of the file that was read last.
    rows: Option<(usize, Rows<'t>)>,
    /// How much the batch before had.
    before: Extent,
}

impl BlockReader<'_> {
    /// Reads the records that begin in a block: from `known` on, or from behind the first line end if that is not known.
    fn read(&mut self, block: Block, known: Option<u64>) -> io::Result<ReadBlock> {
        let table = &self.tables[block.file];
        let mut batch = Batch::new(self.groupings, self.counted, self.before);
        let Some(from) = self.first_record(block, known)? else {
            return Ok(ReadBlock { from: None, to: block.to, batch });
        };
        let rows = match &mut self.rows {
            Some((file, rows)) if *file == block.file => rows,
            rows => &mut rows.insert((block.file, Rows::new(&table.columns))).1,
        };
        let (mut base, mut wanted) = (from, self.chunk);
        while base < block.to {
            let all = fill(table.bytes, &mut self.buffer, base, wanted)?;
            let limit = usize::try_from(block.to - base).unwrap_or(usize::MAX);
            batch.based(base);
            let read = match rows.read(&self.buffer, 0, limit, all, &mut batch) {
                Stop::At(end) if all => end.max(limit),
                Stop::At(end) | Stop::Short(end) => end,
            };
            base += read as u64;
            wanted = if read > 0 { self.chunk } else { wanted * 2 };
            if wanted > LONGEST_RECORD * 2 {
                if known.is_none() {
                    // Whoever knows where its first record begins is to say so.
                    return Ok(ReadBlock { from: None, to: block.to, batch });
                }
                return Err(endless(table.bytes, base)?);
            }
        }
        self.before = batch.extent();
        Ok(ReadBlock { from: Some(from), to: base, batch })
    }

    /// Where the first record of a block begins, as far as can be told; `None` if none begins in it.
    fn first_record(&mut self, block: Block, known: Option<u64>) -> io::Result<Option<u64>> {
        let table = &self.tables[block.file];
        // The byte before the block tells whether a record begins with it.
        let mut base = known.unwrap_or_else(|| block.from.saturating_sub(1).max(table.columns.end));
        let mut begins = known.is_some() || (base == table.columns.end && block.from <= base);
        while base < block.to {
            fill(table.bytes, &mut self.buffer, base, self.chunk.min(FIRST))?;
            let mut at = 0;
            if !begins {
                at = memchr::memchr(b'\n', &self.buffer).unwrap_or(self.buffer.len());
                begins = at < self.buffer.len();
            }
            if begins {
                at = behind_line_ends(&self.buffer, at);
                if at < self.buffer.len() {
                    let from = base + at as u64;
                    return Ok(Some(from).filter(|&from| from < block.to));
                }
            }
            if self.buffer.is_empty() {
                break;
            }
            base += self.buffer.len() as u64;
        }
        Ok(None)
    }
}

/// Fills the buffer with the bytes from a place on, and tells whether they are the last.
fn fill(bytes: &dyn ReadAt, buffer: &mut Vec<u8>, at: u64, wanted: usize) -> io::Result<bool> {
    let left = bytes.length().saturating_sub(at);
    let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(wanted);
    buffer.resize(wanted, 0);
    let filled = bytes.fill(buffer, at)?;
    if filled < wanted {
        return Err(shortened());
    }
    Ok(at + wanted as u64 >= bytes.length())
}

/// What threads share.
struct Shared {
    /// The next block to be read.
    next: usize,
    /// The next to be taken.
    due: usize,
    /// Blocks that were read and are not taken yet.
    read: BTreeMap<usize, io::Result<ReadBlock>>,
    /// Whether to stop: somebody has seen enough.
    over: bool,
}

/// A reader that has taken a block on. If it panics, the block comes as an error: nobody is to wait for it.
struct Promise<'s> {
    shared: &'s Mutex<Shared>,
    changed: &'s Condvar,
    place: usize,
}

impl Drop for Promise<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let broken = io::Error::other("a thread broke off while it read it");
            locked(self.shared).read.insert(self.place, Err(broken));
            self.changed.notify_all();
        }
    }
}

/// Whoever takes the blocks. Once that is over, however it ends, no reader is to wait.
struct Taker<'s> {
    shared: &'s Mutex<Shared>,
    changed: &'s Condvar,
}

impl Drop for Taker<'_> {
    fn drop(&mut self) {
        locked(self.shared).over = true;
        self.changed.notify_all();
    }
}

fn locked(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads all tables and hands each stretch to `take`, in order, with the place of its file; stops early where that says no.
/// Where a file can't be read, its place comes with the error.
pub fn read(
    tables: &[Table<'_>],
    groupings: &[Grouping],
    counted: &Counted,
    split: Split,
    mut take: impl FnMut(usize, Batch) -> bool,
) -> Result<(), (usize, io::Error)> {
    let blocks = blocks(tables, split.block.max(1));
    let chunk = split.chunk.max(1);
    let reader = || BlockReader {
        tables,
        groupings,
        counted,
        chunk,
        buffer: Vec::new(),
        rows: None,
        before: Extent::default(),
    };
    let mut end = (0, 0);
    let mut again = reader();
    // Takes a block if it begins where the one before ended, and has it read again if it doesn't.
    let mut accept = |block: Block, read: io::Result<ReadBlock>| -> Result<bool, (usize, io::Error)> {
        let due = if end.0 == block.file && end.1 > 0 { end.1 } else { tables[block.file].columns.end };
        if due >= block.to {
            return Ok(true);
        }
        let failed = |error| (block.file, error);
        let read = read.map_err(failed)?;
        let right =
            if read.from == Some(due) { read } else { again.read(block, Some(due)).map_err(failed)? };
        end = (block.file, right.to);
        Ok(take(block.file, right.batch))
    };
    let threads = split.threads.min(blocks.len());
    if threads <= 1 {
        return alone(&blocks, &mut accept, &mut reader());
    }
    let shared = Mutex::new(Shared { next: 0, due: 0, read: BTreeMap::new(), over: false });
    let changed = Condvar::new();
    // Readers may be this far ahead, so that memory does not grow with the file.
    let ahead = threads * 2;
    let work = || {
        let mut own = reader();
        let mut now = locked(&shared);
        loop {
            while !now.over && now.next < blocks.len() && now.next >= now.due + ahead {
                now = changed.wait(now).unwrap_or_else(PoisonError::into_inner);
            }
            if now.over || now.next >= blocks.len() {
                return;
            }
            let place = now.next;
            now.next += 1;
            drop(now);
            let promise = Promise { shared: &shared, changed: &changed, place };
            let read = own.read(blocks[place], None);
            drop(promise);
            now = locked(&shared);
            now.read.insert(place, read);
            changed.notify_all();
        }
    };
    thread::scope(|scope| {
        let taker = Taker { shared: &shared, changed: &changed };
        // Where the system has no room for so many, fewer do it; without any, whoever takes the blocks reads them.
        let start = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        let readers: Vec<_> = (0..threads).map_while(start).collect();
        if readers.is_empty() {
            return alone(&blocks, &mut accept, &mut reader());
        }
        let taken = blocks.iter().enumerate().try_for_each(|(place, &block)| {
            let mut now = locked(&shared);
            let read = loop {
                if let Some(read) = now.read.remove(&place) {
                    break read;
                }
                now = changed.wait(now).unwrap_or_else(PoisonError::into_inner);
            };
            now.due = place + 1;
            drop(now);
            changed.notify_all();
            match accept(block, read) {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(Ok(())),
                Err(error) => ControlFlow::Break(Err(error)),
            }
        });
        drop(taker);
        // A reader that broke off has said so by its block.
        for reader in readers {
            drop(reader.join());
        }
        taken.break_value().unwrap_or(Ok(()))
    })
}

/// Reads the blocks one behind the other.
fn alone(
    blocks: &[Block],
    accept: &mut impl FnMut(Block, io::Result<ReadBlock>) -> Result<bool, (usize, io::Error)>,
    reader: &mut BlockReader<'_>,
) -> Result<(), (usize, io::Error)> {
    for &block in blocks {
        let read = reader.read(block, None);
        if !accept(block, read)? {
            break;
        }
    }
    Ok(())
}

fn blocks(tables: &[Table<'_>], size: u64) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (file, table) in tables.iter().enumerate() {
        let (mut from, end) = (table.columns.end, table.bytes.length());
        while from < end {
            let to = from.saturating_add(size).min(end);
            blocks.push(Block { file, from, to });
            from = to;
        }
    }
    blocks
}
