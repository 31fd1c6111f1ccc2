//! What is seen of a run while it goes on: how long each quarter of a job took, and how full the disk was.

use crate::{Observer, Resumed};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often the bytes on the disk are counted, at most.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// A job shorter than this says nothing of its quarters: reading ahead and the first touch of every page count for too much.
const TOO_SHORT: Duration = Duration::from_millis(800);
/// A job seen at fewer moments says nothing of its quarters either.
const TOO_FEW: usize = 12;

/// Hands everything on to another observer, and remembers when what was done.
pub(super) struct Watch<'a> {
    told: &'a dyn Observer,
    folder: PathBuf,
    /// Bytes that were there before.
    before: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The job that runs: its moments with the bytes done by then.
    moments: Vec<(Instant, u64)>,
    /// What the quarters of each job say.
    pace: Vec<Option<(f64, f64)>>,
    peak: u64,
    looked: Option<Instant>,
}

impl<'a> Watch<'a> {
    /// Watches a run that writes below `folder`.
    pub fn new(told: &'a dyn Observer, folder: &Path) -> Watch<'a> {
        let before = bytes_in(folder);
        Watch { told, folder: folder.to_owned(), before, state: Mutex::default() }
    }

    /// Counts the bytes on the disk now.
    pub fn look(&self) {
        let bytes = bytes_in(&self.folder).saturating_sub(self.before);
        if let Ok(mut state) = self.state.lock() {
            state.peak = state.peak.max(bytes);
            state.looked = Some(Instant::now());
        }
    }

    /// For each job its seconds had all of it gone like its fastest and like its slowest quarter, and the most bytes seen.
    pub fn told(&self) -> (Vec<Option<(f64, f64)>>, u64) {
        self.state.lock().map(|state| (state.pace.clone(), state.peak)).unwrap_or_default()
    }
}

impl Observer for Watch<'_> {
    fn resumed(&self, found: &Resumed) {
        self.told.resumed(found);
    }

    fn job(&self, name: &str, bytes: Option<u64>) {
        if let Ok(mut state) = self.state.lock() {
            state.moments = vec![(Instant::now(), 0)];
        }
        self.told.job(name, bytes);
    }

    fn progress(&self, bytes: u64, records: u64) {
        let mut due = false;
        if let Ok(mut state) = self.state.lock() {
            if state.moments.last().is_some_and(|last| last.1 < bytes) {
                state.moments.push((Instant::now(), bytes));
            }
            due = state.looked.is_none_or(|looked| looked.elapsed() > LOOK_AGAIN);
        }
        if due {
            self.look();
        }
        self.told.progress(bytes, records);
    }

    fn job_done(&self) {
        if let Ok(mut state) = self.state.lock() {
            let pace = pace(&state.moments);
            state.pace.push(pace);
        }
        self.told.job_done();
    }
}

/// Seconds of the whole if all of it had gone like its fastest and like its slowest quarter.
fn pace(moments: &[(Instant, u64)]) -> Option<(f64, f64)> {
    let (first, last) = (moments.first()?, moments.last()?);
    let whole = last.0.duration_since(first.0);
    if moments.len() < TOO_FEW || whole < TOO_SHORT {
        return None;
    }
    // When so many bytes were done, between the two moments around it.
    let at = |bytes: f64| {
        let next = moments.partition_point(|moment| (moment.1 as f64) < bytes).clamp(1, moments.len() - 1);
        let (from, to) = (moments[next - 1], moments[next]);
        let share = (bytes - from.1 as f64) / (to.1 - from.1).max(1) as f64;
        let seconds = to.0.duration_since(from.0).as_secs_f64();
        from.0.duration_since(first.0).as_secs_f64() + seconds * share.clamp(0.0, 1.0)
    };
    let quarter = last.1 as f64 / 4.0;
    let quarters = (0..4).map(|nth| at(quarter * f64::from(nth + 1)) - at(quarter * f64::from(nth)));
    let (least, most) = quarters.fold((f64::MAX, 0.0_f64), |(a, b), one| (a.min(one), b.max(one)));
    Some((least * 4.0, most * 4.0))
}

/// Bytes of all files below a folder. What goes away meanwhile counts for nothing.
pub(super) fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_in(&entry.path()),
        Ok(found) if found.is_file() => found.len(),
        _ => 0,
    };
    entries.flatten().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_slows_down_has_a_slow_quarter_and_a_short_one_says_nothing() {
        let begun = Instant::now();
        let moment = |millis: u64, bytes: u64| (begun + Duration::from_millis(millis), bytes);
        // Three quarters at 100 bytes in 100 ms, the last at half of that pace.
        let steady = (0..=30).map(|step| moment(step * 100, step * 100));
        let slow = (1..=10).map(|step| moment(3_000 + step * 200, 3_000 + step * 100));
        let moments: Vec<_> = steady.chain(slow).collect();
        let (best, worst) = pace(&moments).unwrap();
        assert!((best - 4.0).abs() < 0.01 && (worst - 8.0).abs() < 0.01, "{best} {worst}");
        assert_eq!(pace(&moments[..6]), None);
        assert_eq!(pace(&[]), None);
    }
}
