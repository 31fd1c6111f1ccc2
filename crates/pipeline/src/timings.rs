//! Where the time of a run goes: how long each stage has kept the threads, and how long each part took on the clock.
//!
//! Taken per chunk or per write, never per value, so that looking costs nothing. What runs in several threads at once is
//! added up: at two threads, stages of eight seconds together may take four.

use serde::Serialize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What a thread does, in the order of a record's way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The passes before: reading, cutting, mapping the key items, sorting fingerprints.
    Prescan,
    /// The passes before: mapping and checking the rows whose keys repeat, and choosing which of them stay.
    Decide,
    /// Reading the inputs and cutting them into chunks at record borders.
    Cut,
    /// Finding records and fields in a chunk.
    Parse,
    /// Choosing rows: conditions, what is left behind, fields that feed nothing.
    Select,
    /// Items that take what the field says: decoding, trimming.
    Decode,
    /// Items with other steps: decoding their fields and running the steps.
    Transform,
    /// Items with a step that changes how characters are written (kana, width, normalize): the same.
    Normalize,
    /// Characters: gaiji and the repertoire of the target.
    Characters,
    /// Item and record checks.
    Check,
    /// What rules across rows and files need to know of each row.
    Facts,
    /// Rows into Arrow columns.
    Seal,
    /// CSV text.
    Csv,
    /// Findings, rejects and places of a chunk.
    Findings,
    /// Parquet of the data: dictionaries, encoding, compression.
    Parquet,
    /// Parquet of the trace.
    Trace,
    /// SHA-256 of inputs and outputs.
    Hash,
    /// Handing bytes to the system.
    Write,
    /// Waiting until the disk has what was written.
    Sync,
}

impl Stage {
    const ALL: [Stage; 19] = [
        Stage::Prescan,
        Stage::Decide,
        Stage::Cut,
        Stage::Parse,
        Stage::Select,
        Stage::Decode,
        Stage::Transform,
        Stage::Normalize,
        Stage::Characters,
        Stage::Check,
        Stage::Facts,
        Stage::Seal,
        Stage::Csv,
        Stage::Findings,
        Stage::Parquet,
        Stage::Trace,
        Stage::Hash,
        Stage::Write,
        Stage::Sync,
    ];

    /// Its name in `run.json`.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Prescan => "prescan",
            Stage::Decide => "decide",
            Stage::Cut => "cut",
            Stage::Parse => "parse",
            Stage::Select => "select",
            Stage::Decode => "decode",
            Stage::Transform => "transform",
            Stage::Normalize => "normalize",
            Stage::Characters => "characters",
            Stage::Check => "check",
            Stage::Facts => "facts",
            Stage::Seal => "seal",
            Stage::Csv => "csv",
            Stage::Findings => "findings",
            Stage::Parquet => "parquet",
            Stage::Trace => "trace",
            Stage::Hash => "hash",
            Stage::Write => "write",
            Stage::Sync => "sync",
        }
    }
}

/// The stopwatches of a run, shared by its threads.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    nanoseconds: [AtomicU64; Stage::ALL.len()],
    parts: Mutex<Vec<PartTime>>,
}

/// How long a stage has kept the threads, all of them together.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StageTime {
    /// [`Stage::name`].
    pub stage: &'static str,
    /// Seconds.
    pub seconds: f64,
}

/// How long a part of the run took on the clock. Parts follow each other.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PartTime {
    /// What was done.
    pub part: &'static str,
    /// Seconds.
    pub seconds: f64,
}

impl Timings {
    /// Does a piece of work that is of one stage and of one thread.
    pub fn time<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        self.add(stage, begun.elapsed());
        done
    }

    /// Adds what somebody else has measured.
    pub fn add(&self, stage: Stage, time: Duration) {
        self.nanoseconds[stage as usize].fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
    }

    /// Begins a chain of stages in one thread: each step adds what has gone by since the one before.
    pub fn chain(&self) -> Chain<'_> {
        Chain { timings: self, last: Instant::now() }
    }

    /// Does a part of the run.
    pub fn part<T>(&self, part: &'static str, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        let seconds = begun.elapsed().as_secs_f64();
        if let Ok(mut parts) = self.parts.lock() {
            match parts.iter_mut().find(|known| known.part == part) {
                Some(known) => known.seconds += seconds,
                None => parts.push(PartTime { part, seconds }),
            }
        }
        done
    }

    /// The stages that were gone through, in the order of a record's way.
    pub fn stages(&self) -> Vec<StageTime> {
        let of = |stage: &Stage| {
            let nanoseconds = self.nanoseconds[*stage as usize].load(Ordering::Relaxed);
            let seconds = Duration::from_nanos(nanoseconds).as_secs_f64();
            (nanoseconds > 0).then_some(StageTime { stage: stage.name(), seconds })
        };
        Stage::ALL.iter().filter_map(of).collect()
    }

    /// The parts so far, in their order.
    pub fn parts(&self) -> Vec<PartTime> {
        self.parts.lock().map(|parts| parts.clone()).unwrap_or_default()
    }
}

/// Stages that follow each other in one thread.
pub(crate) struct Chain<'t> {
    timings: &'t Timings,
    last: Instant,
}

impl Chain<'_> {
    /// What was done since the last call was of this stage.
    pub fn was(&mut self, stage: Stage) {
        let now = Instant::now();
        self.timings.add(stage, now - self.last);
        self.last = now;
    }

    /// As [`Chain::was`], less what somebody else has measured of it.
    pub fn was_but(&mut self, stage: Stage, measured: Duration) {
        let now = Instant::now();
        self.timings.add(stage, (now - self.last).saturating_sub(measured));
        self.last = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_stands_where_its_number_says() {
        for (index, stage) in Stage::ALL.iter().enumerate() {
            assert_eq!(*stage as usize, index, "{}", stage.name());
        }
    }

    #[test]
    fn times_of_one_stage_add_up_and_the_others_stay_out() {
        let timings = Timings::default();
        timings.add(Stage::Csv, Duration::from_millis(250));
        timings.add(Stage::Cut, Duration::from_millis(500));
        timings.add(Stage::Csv, Duration::from_millis(250));
        let stages: Vec<(&str, f64)> =
            timings.stages().iter().map(|time| (time.stage, time.seconds)).collect();
        assert_eq!(stages, [("cut", 0.5), ("csv", 0.5)]);
        let mut chain = timings.chain();
        std::thread::sleep(Duration::from_millis(2));
        chain.was_but(Stage::Seal, Duration::from_secs(9));
        assert_eq!(timings.stages().len(), 3 - 1, "less than was measured of it is nothing");
    }
}
