//! How long a migration will take and how much room it needs: figures that were estimated, and what they rest on.

use serde::Serialize;

/// Seconds, and between what they lie.
#[derive(Serialize, Clone, Copy, PartialEq, Debug, Default)]
pub struct Span {
    /// The middle of what was measured.
    pub seconds: f64,
    /// The least that was measured.
    pub low: f64,
    /// The most that was measured.
    pub high: f64,
}

impl Span {
    /// Both, one after the other.
    pub fn plus(self, other: Span) -> Span {
        Span {
            seconds: self.seconds + other.seconds,
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }

    /// So many times as long.
    pub fn times(self, factor: f64) -> Span {
        Span { seconds: self.seconds * factor, low: self.low * factor, high: self.high * factor }
    }

    /// The median of some figures, the least and the most; nothing where there are none.
    pub fn of(mut figures: Vec<f64>) -> Option<Span> {
        figures.retain(|figure| figure.is_finite());
        figures.sort_by(f64::total_cmp);
        let (low, high) = (*figures.first()?, *figures.last()?);
        let middle = figures.len() / 2;
        let seconds = match figures.len() % 2 {
            0 => (figures[middle - 1] + figures[middle]) / 2.0,
            _ => figures[middle],
        };
        Some(Span { seconds, low, high })
    }
}

/// One job's time.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
pub struct JobForecast {
    /// Its name.
    pub name: String,
    /// Bytes of its inputs; 0 where nobody knows before they are read.
    pub bytes: u64,
    /// Seconds.
    pub time: Span,
    /// How many measurements of this job they rest on; 0 where those of the other jobs had to do.
    pub measured: u64,
}

/// Room on the disk, in bytes.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DiskNeed {
    /// What stays: the run's folder.
    pub output_bytes: u64,
    /// The most that outputs and scratch together take while it runs.
    pub peak_bytes: u64,
}

/// What an estimate rests on.
#[derive(Serialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct RestsOn {
    /// Numbers of the rehearsals.
    pub rehearsals: Vec<u32>,
    /// Whether they looked at a sample alone.
    pub samples: bool,
    /// Whether they ran on as many processors and threads as there are here.
    pub same_machine: bool,
    /// Bytes that were converted just now to measure, where there was no rehearsal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_bytes: Option<u64>,
}

/// What the whole will take.
#[derive(Serialize, Clone, PartialEq, Debug, Default)]
pub struct Forecast {
    /// The jobs, in the order in which they run.
    pub jobs: Vec<JobForecast>,
    /// What converting takes besides: passes before, rules over many rows, reports, and closing the files.
    pub besides: Span,
    /// Verifying the result.
    pub verify: Span,
    /// All together.
    pub total: Span,
    /// Room on the disk.
    pub disk: DiskNeed,
    /// What it rests on; no rehearsal and no bytes where nothing could be said.
    pub rests_on: RestsOn,
}

impl Forecast {
    /// Whether there was anything to go by.
    pub fn is_known(&self) -> bool {
        !self.rests_on.rehearsals.is_empty() || self.rests_on.measured_bytes.is_some()
    }
}
